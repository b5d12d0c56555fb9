import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import type { Cost } from './case.ts';
import type { LinksMeasured } from './links.ts';
import type { GroupingMeasure } from './near-duplicates.ts';
import type { DelayMeasure } from './watch.ts';

/**
 * `npm run bench [-- POSTS]`: what Trackway costs, each figure as a ratio to a limit taken in the same run. CPU seconds
 * count, because other work on the machine moves wall time. Prints a table, keeps `bench/latest.json`.
 */

const root = resolve(import.meta.dirname, '../../..');
const dist = import.meta.dirname;
const tmp = join(root, 'bench/tmp');
const count = Number(process.argv[2] ?? 1_000_000);
const SEED = 'bench 2019-11-29';

interface Line {
  what: string;
  measured: string;
  limit: string;
  ratio: string;
  aim: string;
  met: boolean;
}

const lines: Line[] = [];
const kept: Record<string, unknown> = {};
const env = { ...process.env, XDG_CONFIG_HOME: join(tmp, 'config') };

function one<T>(...words: string[]): T {
  const done = spawnSync(process.execPath, [join(dist, 'one.js'), ...words], { encoding: 'utf8', env, maxBuffer: 1 << 26 });
  if (done.status !== 0) throw new Error(`${words.join(' ')}: ${done.stderr}`);
  const result = JSON.parse(done.stdout);
  kept[words[0] ?? ''] = result;
  return result;
}

function command(...words: string[]): Cost {
  const usage = join(tmp, 'usage.json');
  const wall = performance.now();
  const done = spawnSync(process.execPath, ['--import', join(dist, 'usage.js'), ...words], {
    encoding: 'utf8',
    env: { ...env, BENCH_USAGE: usage },
    maxBuffer: 1 << 28,
  });
  if (done.status !== 0) throw new Error(`${words.join(' ')}: ${done.stderr}`);
  return { ...JSON.parse(readFileSync(usage, 'utf8')), wall: (performance.now() - wall) / 1000 };
}

function add(what: string, measured: string, limit: string, ratio: number | null, aim: string, met: boolean): void {
  lines.push({ what, measured, limit, ratio: ratio === null ? '' : ratio.toFixed(2), aim, met });
}

const seconds = (value: number): string => `${value.toFixed(value < 1 ? 3 : 1)} s`;

function benchImport(posts: string): string {
  const folder = join(tmp, 'case');
  rmSync(folder, { recursive: true, force: true });
  execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), 'init', folder], { env });
  const bare = one<Cost>('parse', posts);
  const whole = one<Cost>('import', folder, posts);
  const again = one<Cost>('parse', posts);
  const group = one<Cost>('grouping', folder);
  const text = one<Cost>('full-text', folder);
  const limit = Math.min(bare.cpu, again.cpu);
  const alone = whole.cpu - group.cpu - text.cpu;
  const bareText = `${seconds(limit)} bare JSON.parse`;
  add('import, parse, fold, links, signatures, Parquet', seconds(alone), bareText, alone / limit, '≤ 4', alone / limit <= 4);
  add('… with full text and grouping', seconds(whole.cpu), bareText, whole.cpu / limit, '≤ 8', whole.cpu / limit <= 8);
  add('full text alone', seconds(text.cpu), bareText, text.cpu / limit, '', true);
  add('peak memory of the import', `${whole.peakMb.toFixed(0)} MB`, '', null, '< 1024 MB', whole.peakMb < 1024);
  return folder;
}

function benchQuestions(folder: string): void {
  const main = join(root, 'dist/cli/main.js');
  for (const words of [['census'], ['search', 'a*'], ['first']]) {
    const best = [1, 2, 3].map(() => command(main, ...words, '--json', '--case', folder)).sort((a, b) => a.wall - b.wall)[0];
    if (best !== undefined)
      add(`${words.join(' ')}, start included`, `${seconds(best.wall)} (${seconds(best.cpu)} CPU)`, '', null, '< 1 s', best.wall < 1);
  }
}

function benchStart(): void {
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const cpuOf = (file: string, words: string[]): number => {
    // `times` of the shell counts its children: the launcher's own shell and everything it starts.
    const done = spawnSync('sh', ['-c', `"$0" "$@" >/dev/null; times`, file, ...words], { encoding: 'utf8', env });
    const [user = '', system = ''] = (done.stdout.trim().split('\n')[1] ?? '').split(' ');
    return [user, system].reduce((sum, part) => sum + Number(/m([\d.]+)s/.exec(part)?.[1] ?? 0), 0);
  };
  const bare: number[] = [];
  const help: number[] = [];
  for (let i = 0; i < 41; i++) {
    bare.push(cpuOf('node', ['-e', '']));
    help.push(cpuOf(join(root, 'trackway'), ['--help']));
  }
  const ratio = median(help) / median(bare);
  add('./trackway --help', seconds(median(help)), `${seconds(median(bare))} node -e ''`, ratio, '≤ 1.4', ratio <= 1.4);
}

function benchWatch(): void {
  const told: DelayMeasure[] = [];
  for (const channels of [50, 500, 5000]) {
    const [risk, turn] = one<DelayMeasure[]>('watch-delay', String(channels));
    if (risk === undefined || turn === undefined) continue;
    told.push(risk, turn);
    const what = `delay to a confirmed loss, ${channels} channels, at the politeness floor`;
    const measured = `mean ${risk.confirmedMean.toFixed(0)} min (${risk.ends - risk.missed} of ${risk.ends})`;
    const ratio = risk.confirmedMean / turn.confirmedMean;
    add(what, measured, `${turn.confirmedMean.toFixed(0)} min each in its turn`, ratio, '≤ 1', ratio <= 1 && risk.missed === 0);
  }
  kept['watch-delay'] = told;
  const probe = one<{ probes: number; microseconds: number }>('watch-probe');
  add('one probe: replica, source, lane', `${(probe.microseconds / 1000).toFixed(2)} ms CPU`, '', null, '', true);
  const { day10, day90 } = one<{ day10: number; day90: number }>('watch-memory');
  add(
    'heap of a watch after 90 days',
    `${day90.toFixed(1)} MB`,
    `${day10.toFixed(1)} MB after 10`,
    day90 / day10,
    '≤ 1.1',
    day90 <= 1.1 * day10,
  );
}

mkdirSync(tmp, { recursive: true });
const posts = join(tmp, `posts-${count}.ndjson`);
if (!existsSync(posts)) one('posts', posts, String(count), SEED);
console.log(
  `${count} posts, ${(statSync(posts).size / 1e6).toFixed(0)} MB; ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`,
);

benchStart();
const folder = benchImport(posts);
benchQuestions(folder);
const near = one<GroupingMeasure>('near-duplicates', String(count), 'held out 7');
const nearCpu = near.signSeconds + near.groupSeconds;
add(
  'near-duplicates: fold, sign, group',
  seconds(nearCpu),
  `${seconds(near.parseSeconds)} JSON.parse`,
  nearCpu / near.parseSeconds,
  '≤ 20 s',
  nearCpu <= 20,
);
add('… recall of pairs', near.recall.toFixed(4), '', null, '≥ 0.98', near.recall >= 0.98);
add('… precision of pairs', near.precision.toFixed(4), '', null, '≥ 0.98', near.precision >= 0.98);
const links = one<LinksMeasured>('links', posts, String(Math.min(count, 200_000)));
add(
  'links',
  `${Math.round(links.ours)} posts/s`,
  `${Math.round(links.bare)} posts/s bare URL regex`,
  links.ratio,
  '≥ 0.5',
  links.ratio >= 0.5,
);

benchWatch();

const widths = (['what', 'measured', 'limit', 'ratio', 'aim'] as const).map((key) =>
  Math.max(key.length, ...lines.map((line) => line[key].length)),
);
const row = (cells: string[]): string => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ');
console.log(row(['what', 'measured', 'limit', 'ratio', 'aim']));
for (const line of lines)
  console.log(
    `${row([line.what, line.measured, line.limit, line.ratio, line.aim])}  ${line.aim === '' ? '' : line.met ? 'met' : 'MISSED'}`,
  );
writeFileSync(join(root, 'bench/latest.json'), `${JSON.stringify({ at: new Date().toISOString(), posts: count, lines, kept }, null, 2)}\n`);
