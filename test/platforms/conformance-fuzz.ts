import fc from 'fast-check';
import { expect } from 'vitest';
import type { Answered, Ask, Failed, LookInput, WatchSource } from '../../src/model/watch.ts';
import type { Server } from './conformance-ask.ts';
import { EXPLICIT, lookAt, sound } from './conformance-look.ts';

/** Answers that were cut or changed on the way. */

/** Runs for each case; a source has dozens of them. */
const CUTS = 8;
const CHANGES = 8;

/** Bodies cut at random places say nothing explicit: what is missing may be the rest of a living channel. */
export async function cutPages(source: WatchSource, input: LookInput, serve: () => Server): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (share) => {
      const seen = await lookAt(
        source,
        input,
        changing(serve().orUnreachable, (body) => cut(body, share)),
      );
      const { status, reason } = seen.look.sighting;
      expect(EXPLICIT, `cut at ${share} it was read as ${status} (${reason})`).not.toContain(status);
      sound(source, input.settings, input, seen);
    }),
    { numRuns: CUTS, examples: [[0], [0.5], [0.9], [0.999999]] },
  );
}

/** What is left of a body; its last visible byte at least is lost. */
function cut(body: Uint8Array, share: number): Uint8Array {
  let end = body.length;
  while (end > 0 && (body[end - 1] ?? 0) <= 32) end--;
  return body.subarray(0, Math.floor(end * share));
}

type Change = { at: number; kind: 'flip' | 'drop' | 'repeat' | 'insert'; length: number; with: string };

const HOSTILE = [
  '<',
  '>',
  '"',
  '</div>',
  '<div class="',
  '<!--',
  '<script>',
  '<![CDATA[',
  '&#0;',
  '{',
  '}',
  '[',
  '\\u0000',
  '\0',
  '\ud800',
  '‮',
  '9'.repeat(40),
  '<div>'.repeat(500),
  '['.repeat(500),
];

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  kind: fc.constantFrom('flip', 'drop', 'repeat', 'insert'),
  length: fc.integer({ min: 1, max: 300 }),
  with: fc.constantFrom(...HOSTILE),
});

/** Whatever comes back, a look ends, does not throw, and stays within its bounds. */
export async function mutatedPages(source: WatchSource, input: LookInput, serve: () => Server): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const seen = await lookAt(
        source,
        input,
        changing(serve().orUnreachable, (body) => changes.reduce(changed, body)),
      );
      sound(source, input.settings, input, seen);
      expect(JSON.stringify(seen.look.known).length).toBeLessThan(2048);
    }),
    { numRuns: CHANGES },
  );
}

function changing(ask: Ask, to: (body: Uint8Array) => Uint8Array): Ask {
  return async (request): Promise<Answered | Failed> => {
    const good = await ask(request);
    if (good.kind === 'failure') return good;
    const body = to(good.body);
    return { ...good, raw: body, body };
  };
}

function changed(body: Uint8Array, { at, kind, length, with: hostile }: Change): Uint8Array {
  const from = Math.floor(at * body.length);
  const until = Math.min(body.length, from + length);
  const middle = body.subarray(from, until);
  const parts: Uint8Array[] = {
    flip: [middle.map((byte, i) => (i === 0 ? byte ^ (1 << (length % 8)) : byte))],
    drop: [],
    repeat: [middle, middle],
    insert: [new TextEncoder().encode(hostile), middle],
  }[kind];
  return Buffer.concat([body.subarray(0, from), ...parts, body.subarray(until)]);
}
