import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCase } from '../../src/case/case.ts';
import { watchReader } from '../../src/case/watch-reader.ts';
import { sightingOf } from '../../src/case/watch-sighting.ts';
import { segmentInfo, writeLook } from '../../src/case/watch-warc.ts';
import type { Observation } from '../../src/model/observation.ts';
import { type Exchange, type Look, type LookContext, NOTHING_KNOWN, type Recorded, type WatchMove } from '../../src/model/watch.ts';
import { loadPlatforms } from '../../src/platforms/registry.ts';
import type { Replica } from '../../src/simulate/replica.ts';
import { answerOf } from '../../src/simulate/replica-ask.ts';
import { tamtamReplica } from '../../src/simulate/replica-tamtam.ts';
import { telegramReplica } from '../../src/simulate/replica-telegram.ts';
import { xReplica } from '../../src/simulate/replica-x.ts';
import { snowflake } from '../../src/simulate/replica-x-objects.ts';
import { type Desk, desk, newCase } from '../desk.ts';
import { readBytes } from '../formats/reading.ts';
import { DAY, HOUR, place, post, START, world } from '../simulate/worlds.ts';
import { START as CLUBS_START } from './clubs-source.mjs';
import { registerClubs, sealRound } from './watched.ts';

/** The platforms' own sources, read back from evidence: whatever a look said live, the record must say again. */

const LOST = START + 6 * DAY;

/** Ids as each platform shapes them. */
const IDS: Record<string, (at: number, i: number) => string> = {
  telegram: (_, i) => String(i + 2),
  tamtam: (_, i) => `mid.${String(i).padStart(24, '0')}`,
  x: (at, i) => snowflake(at, i),
};

function worldOf(platform: string): ReturnType<typeof world> {
  const posts = Array.from({ length: 60 }, (_, i) => {
    const at = START + (i + 1) * 3 * HOUR;
    return post(IDS[platform]?.(at, i) ?? '', at, `Note ${i + 2} on tea https://t.me/lamp_${i % 5}`);
  });
  const kind = platform === 'x' ? 'account' : 'channel';
  const native = (i: number): string => (platform === 'tamtam' ? `-7080109040305${i}` : `10901002003004005${i}`);
  const ending = (how: 'deleted' | 'banned' | 'private') => ({ kind, posts, endings: [{ how, from: LOST, to: null }] }) as const;
  return world(
    place(platform, native(1), { handle: 'living_room', kind, posts }),
    place(platform, native(2), { handle: 'gone_room', ...ending('deleted') }),
    place(platform, native(3), { handle: 'banned_room', ...ending('banned') }),
    place(platform, native(4), { handle: 'private_room', ...ending('private') }),
  );
}

const REPLICAS: [string, (all: ReturnType<typeof world>) => Replica][] = [
  ['telegram', (all) => telegramReplica(all)],
  ['tamtam', (all) => tamtamReplica(all)],
  ['x', (all) => xReplica(all)],
];

/** Looks of several days, each going on from the one before; every seventh request fails. */
async function liveLooks(
  platform: string,
  replica: Replica,
): Promise<{ recorded: (Recorded & { context: LookContext })[]; looks: Look[] }> {
  const source = (await loadPlatforms()).find((one) => one.name === platform)?.watch;
  if (source === undefined) throw new Error(`${platform} is not watched`);
  const settings = { base: 'https://replica.example', own: {} };
  const known = new Map<string, Look['known']>();
  const recorded: (Recorded & { context: LookContext })[] = [];
  const looks: Look[] = [];
  let requests = 0;
  for (let at = START + DAY; at < START + 10 * DAY; at += DAY) {
    for (const name of ['living_room', 'gone_room', 'banned_room', 'private_room', 'nobody_here_1']) {
      const channel = `${platform}:${name}`;
      const before = known.get(channel) ?? NOTHING_KNOWN;
      const exchanges: Exchange[] = [];
      let tries = 0;
      let look: Look;
      do {
        look = await source.look({ channel, known: before, settings, startedAt: at, pages: 3 }, async (request) => {
          const now = at + 1000 * exchanges.length;
          const fails = ++requests % 7 === 0;
          const outcome = fails
            ? ({ kind: 'failure', why: 'reset', detail: 'invented', sentAt: now, at: now } as const)
            : answerOf(replica, request, now, now + 300);
          exchanges.push({ request, outcome });
          return outcome;
        });
        tries++;
      } while (look.sighting.status === 'unknown' && look.again && tries < 4);
      known.set(channel, look.known);
      looks.push(look);
      const context = {
        purpose: 'look',
        platform,
        channel,
        known: before,
        settings,
        startedAt: at,
        pages: 3,
        tries,
        round: `r${at}`,
        observer: 'ada',
        control: null,
        voids: false,
      } as const;
      recorded.push({ context, exchanges });
    }
  }
  return { recorded, looks };
}

describe.each(REPLICAS)('%s', (platform, replicaOf) => {
  it('says again from evidence what it said live', async () => {
    const platforms = await loadPlatforms();
    const tool = platforms.find((one) => one.name === platform)?.watch?.tool ?? null;
    const { recorded, looks } = await liveLooks(platform, replicaOf(worldOf(platform)));
    const bytes = Buffer.concat([segmentInfo(START), ...recorded.flatMap(writeLook)]);
    const { records, problems, chunks } = await readBytes(watchReader(platforms), bytes);
    expect(problems).toEqual([]);
    const expected = recorded.flatMap(({ context, exchanges }, i): Observation[] => {
      const look = looks[i] as Look;
      const sighting = sightingOf(context, look, exchanges, tool);
      const posts = look.posts.map((one) => ({ ...one, observedAt: one.observedAt ?? sighting.at }));
      return [sighting, ...(look.profile === null ? [] : [look.profile]), ...posts];
    });
    expect(records).toEqual(expected);
    expect(chunks.flatMap((chunk): readonly WatchMove[] => chunk.watched ?? []).map((move) => move.after)).toEqual(
      looks.map((look) => look.known),
    );
    // The looks were not all alike, or this would show nothing.
    expect(new Set(looks.map((look) => look.sighting.status)).size).toBeGreaterThan(1);
    expect(looks.some((look) => look.posts.length > 0)).toBe(true);
  });
});

describe('a segment in another case', () => {
  let desk1: Desk;
  beforeAll(async () => {
    desk1 = desk();
    await registerClubs();
  });
  afterAll(() => desk1.remove());

  it('brings what it saw, but not where the next look of this case goes on', async () => {
    const [mine, theirs] = [await newCase(desk1), await newCase(desk1)];
    const open = openCase(desk1.path(theirs), () => CLUBS_START);
    await sealRound(open, ['clubs:rook'], CLUBS_START + 5 * 60_000);
    open.close();
    const folder = desk1.path(`${theirs}/evidence/warc`);
    const [name] = readdirSync(folder);
    const path = join(folder, name ?? '');
    expect(await desk1.ask('import', mine, { paths: [path] })).toMatchObject({ files: [{ format: 'watch', records: 8, bad: 0 }] });
    expect(await desk1.ask('import', mine, { paths: [path] })).toMatchObject({ files: [{ before: true }] });
    // Its answers alone, beside that.
    expect(await desk1.ask('import', mine, { paths: [path], as: 'warc' })).toMatchObject({
      files: [{ format: 'warc', records: 1, bad: 0 }],
    });
    expect(readdirSync(desk1.path(`${mine}/evidence/warc`))).toEqual([name]);
    expect(await desk1.ask('verify', mine)).toMatchObject({ verdict: 'sound' });
    expect(await desk1.ask('search', mine, { query: ['move'] })).toMatchObject({ total: 6 });
  });
});
