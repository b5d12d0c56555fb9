// Watches the invented clubs until it is killed: seals a segment after each round and says on stdout what is acknowledged.
// Usage: node watch-crash-child.mjs DIST CASE CAREFUL|EARLY|AHEAD RUN. RUN tells this watch's looks from those of earlier ones. EARLY acknowledges before anything is durable, AHEAD moves
// the cursors before anything is stored: the test must find both out.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { lookedAlive, START, source } from './clubs-source.mjs';

const [dist, folder, mode, run] = process.argv.slice(2);
const load = (path) => import(join(dist, path));
const { openCase } = await load('case/case.js');
const { openIngest } = await load('case/ingest.js');
const { newSegment, sealSegment } = await load('case/segment.js');
const { loadKey, pseudonymizer } = await load('case/pseudonyms.js');
const { loadPlatforms } = await load('platforms/registry.js');
const { NOTHING_KNOWN } = await load('model/watch.js');

(await loadPlatforms()).push({ name: 'clubs', title: 'Clubs', links: null, readers: [], watch: source });
const open = openCase(folder, () => Date.now());
const session = openIngest(open, pseudonymizer(loadKey(open.settings.id, open.settings.keyCheck)), () => {});
await session.readPending();
writeSync(1, 'ready\n');

/** The moment between a careless step and the one that should have come first, long enough to be hit. */
const linger = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);

const latest = open.db.watching().map((entry) => entry.lookedAt);
let at = Math.floor(Math.max(START, ...latest) / 60_000) * 60_000;
for (;;) {
  at += 60_000;
  const known = new Map(open.db.watching().map((entry) => [entry.channel, entry.known]));
  const segment = newSegment(open);
  const said = [];
  const moves = [];
  for (const [i, name] of ['rook', 'pawn', 'king', 'queen'].entries()) {
    const channel = `clubs:${name}`;
    const before = known.get(channel) ?? NOTHING_KNOWN;
    const time = at + i * 1000 + Number(run);
    const { recorded, look } = await lookedAlive(channel, time, before);
    segment.add(recorded);
    said.push(`look ${channel} ${time}`, ...look.posts.map((post) => `post ${channel} ${post.id}`));
    moves.push({ kind: 'look', channel, at: time, status: 'alive', round: 'r', before, after: look.known, more: false });
  }
  if (mode === 'EARLY') {
    writeSync(1, `${said.join('\n')}\n`);
    linger();
  }
  sealSegment(open, segment);
  if (mode !== 'EARLY') writeSync(1, `${said.join('\n')}\n`);
  if (mode === 'AHEAD') {
    open.db.turn(() => {
      for (const move of moves) open.db.moveWatch(move);
    });
    linger();
  }
  await session.readPending();
}
