import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { finder } from '../case/links.ts';
import { reasonOf, UserError } from '../model/errors.ts';
import type { Link } from '../model/link.ts';
import { LINK_KINDS } from '../model/words.ts';
import { lineBatches } from '../text/lines.ts';
import { defang } from './people.ts';
import { defineVerb, refOut, success, type VerbContext } from './verb.ts';

const output = z.object({
  line: z.number(),
  links: z.array(
    z.object({
      platform: z.string(),
      kind: z.enum(LINK_KINDS),
      canonical: z.string(),
      channel: refOut.nullable(),
      text: z.string().describe('as written'),
      obfuscated: z.boolean(),
    }),
  ),
  problem: z.string().optional().describe('why the line could not be read'),
});

type LineOut = z.output<typeof output>;

const last: LineOut = { line: 0, links: [] };

/** Community links in any text. */
export const links = defineVerb({
  name: 'links',
  summary: 'recognise community links in any text, line by line',
  details:
    'Reads a file or standard input and finds links to channels, groups, invites and posts on many platforms, also where they are defanged, spaced, ' +
    'written with look-alike or invisible characters, or with dots and digits in Arabic. Nothing is fetched. With --json: one document per input line.',
  streams: true,
  words: ['file'],
  examples: ['trackway links posts.txt', 'echo "we moved to t [.] me / nur_daily" | trackway links --json'],
  input: z.object({
    file: z.string().default('-').describe('a text file; - is standard input'),
    platform: z.string().optional().describe('read bare @names as handles of this platform'),
  }),
  output,
  async run(given, context) {
    const find = await finder();
    const options = { mentionPlatform: given.platform ?? null };
    for await (const batch of lineBatches(bytesOf(given.file, context))) {
      for (const line of batch.lines) {
        const found = line.flaw === null ? find(line.text, options).map(answerOf) : [];
        context.emit({ line: line.number, links: found, ...(line.flaw === null ? {} : { problem: line.flaw }) } satisfies LineOut);
      }
    }
    return last;
  },
  human: (answer) =>
    answer.links.map((link) => ({
      kind: 'text',
      text: `${answer.line}: ${link.platform} ${link.kind} ${link.channel ?? ''} ${defang(link.canonical)}${link.obfuscated ? ' (obfuscated)' : ''}`,
    })),
  exitCode: success,
});

function answerOf({ platform, kind, canonical, channel, text, obfuscated }: Link): LineOut['links'][number] {
  return { platform, kind, canonical, channel, text, obfuscated };
}

async function* bytesOf(file: string, context: VerbContext): AsyncGenerator<Uint8Array> {
  if (file === '-') {
    yield* context.stdin;
    return;
  }
  try {
    for await (const piece of createReadStream(file)) yield piece as Buffer;
  } catch (error) {
    throw new UserError(`cannot read ${file}: ${reasonOf(error)}`, { cause: error });
  }
}
