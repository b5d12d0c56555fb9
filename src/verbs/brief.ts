import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { renderBrief } from '../brief/brief.ts';
import type { Format, Language } from '../brief/input.ts';
import { gatherBrief } from '../case/brief.ts';
import { lakeOf } from '../case/case.ts';
import { refreshStatements } from '../case/derived.ts';
import { replaceFile } from '../evidence/files.ts';
import { UserError } from '../model/errors.ts';
import { asOf, atInput, defineVerb, success, timeOut, timeText, withCase } from './verb.ts';

const LANGUAGES = ['en', 'ar'] as const;
const FORMATS = ['html', 'md'] as const;
const AUDIENCES = ['internal', 'partner', 'public'] as const;

/** The finished account. */
export const brief = defineVerb({
  name: 'brief',
  summary: 'write the brief, in English and Arabic',
  details:
    'One self-contained page per language under briefs/ in the case: what was imported and watched, a timeline, who is where, where they went, signposts, first appearances, and evidence notes that lead each number back to its bytes. ' +
    'For partners (the default) and internal use it names channels, defanged; for the public it names none, gives no texts and no judgement of who is a trap, and tells nothing of the last 14 days. ' +
    'Made again, it comes out byte for byte the same.',
  words: [],
  examples: ['trackway brief', 'trackway brief --lang ar --audience public', 'trackway brief --format md --at 2019-12-03T12:00:00Z'],
  input: z.object({
    lang: z.string().default('en,ar').describe('languages: en, ar, or both with a comma'),
    format: z.string().default('html').describe('html, md, or both with a comma'),
    audience: z.enum(AUDIENCES).default('partner').describe('internal, partner or public'),
    at: atInput,
  }),
  output: z.object({
    at: timeOut.nullable(),
    audience: z.enum(AUDIENCES),
    files: z.array(z.object({ lang: z.enum(LANGUAGES), format: z.enum(FORMATS), path: z.string(), bytes: z.number() })),
  }),
  run: (given, context) =>
    withCase(context, async (open) => {
      const languages = choices(given.lang, LANGUAGES, '--lang');
      const formats = choices(given.format, FORMATS, '--format');
      await refreshStatements(open, context.progress);
      const lake = await lakeOf(open);
      try {
        const last = await lake.lastObservation();
        const at = given.at === undefined ? last : await asOf(given.at, lake);
        const input = await gatherBrief(open, lake, at, given.audience, toolVersion(), context.progress);
        const folder = join(open.folder, 'briefs');
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const files = languages.flatMap((lang) =>
          formats.map((format) => {
            const path = join(folder, fileName(given.audience, timeText(input.at), lang, format));
            const text = renderBrief(input, lang, format);
            replaceFile(path, text);
            return { lang, format, path, bytes: Buffer.byteLength(text) };
          }),
        );
        return { at: timeText(input.at), audience: given.audience, files };
      } finally {
        lake.close();
      }
    }),
  human: (answer) => [
    { kind: 'text', text: `Written for the audience "${answer.audience}", as of ${answer.at ?? 'nothing observed'}:` },
    ...answer.files.map((file) => ({ kind: 'text' as const, text: `  ${file.path}` })),
  ],
  exitCode: success,
});

function choices<T extends Language | Format>(given: string, allowed: readonly T[], name: string): T[] {
  const asked = given.split(',').map((word) => word.trim());
  const known = allowed.filter((choice) => asked.includes(choice));
  if (known.length !== new Set(asked).size) throw new UserError(`${name} "${given}": write ${allowed.join(' or ')}, or both with a comma`);
  return known;
}

function fileName(audience: string, at: string | null, lang: string, format: string): string {
  const day = at === null ? 'empty' : at.slice(0, 16).replace(/[:T]/g, '');
  return `brief-${day}-${audience}.${lang}.${format}`;
}

function toolVersion(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
  return manifest.version;
}
