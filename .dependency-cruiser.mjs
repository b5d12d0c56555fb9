/** The import law: which room may know which. DESIGN.md shows the picture that this same tool draws. */

const ROOMS = {
  model: [],
  text: ['model'],
  stats: [],
  net: ['model'],
  platforms: ['model', 'text', 'net'],
  formats: ['model', 'text'],
  evidence: ['model'],
  store: ['model'],
  findings: ['model', 'text', 'stats'],
  case: ['model', 'text', 'net', 'formats', 'platforms', 'evidence', 'store', 'findings', 'brief'],
  watch: ['model', 'text', 'net', 'platforms', 'evidence', 'store', 'findings', 'case'],
  figures: ['model', 'findings'],
  brief: ['model', 'findings', 'figures'],
  simulate: ['model', 'text', 'stats'],
  verbs: [
    'model',
    'text',
    'stats',
    'net',
    'platforms',
    'formats',
    'evidence',
    'store',
    'findings',
    'case',
    'watch',
    'figures',
    'brief',
    'simulate',
  ],
  cli: ['model', 'verbs', 'brief', 'figures'],
};

/** Rooms that do no I/O, so that the same data gives the same answer. */
const PURE = ['model', 'text', 'stats', 'formats', 'findings', 'figures', 'brief', 'simulate'];

const rooms = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `${room}-knows-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, ...allowed].join('|')})/` },
}));

export default {
  forbidden: [
    ...rooms,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unknown-rooms', severity: 'error', from: { path: '^src/', pathNot: `^src/(${Object.keys(ROOMS).join('|')})/` }, to: {} },
    {
      name: 'platforms-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/platforms/([^/]+)/' },
      to: { path: '^src/platforms/[^/]+/', pathNot: '^src/platforms/($1|shared)/' },
    },
    {
      name: 'figures-and-brief-take-only-types-of-findings',
      severity: 'error',
      from: { path: '^src/(figures|brief)/' },
      to: { path: '^src/findings/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-rooms-touch-nothing-outside',
      severity: 'error',
      // The one door through which replicas are served on loopback.
      from: { path: `^src/(${PURE.join('|')})/`, pathNot: '^src/simulate/serve-replicas.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(buffer|zlib|string_decoder|crypto)$' },
    },
    {
      name: 'sql-only-in-the-store',
      severity: 'error',
      from: { pathNot: '^src/store/' },
      to: { path: 'node_modules/(libsql|@duckdb|snappy)' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
