import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { observations } from '../../src/formats/observations.ts';
import type { Observation } from '../../src/model/observation.ts';
import { platformOf, postRef } from '../../src/model/ref.ts';
import { loadPlatforms } from '../../src/platforms/registry.ts';
import { type Rehearsal, rehearsal } from '../../src/simulate/rehearsal.ts';
import { STORY } from '../../src/simulate/rehearsal-story.ts';
import { SEARCH } from '../../src/simulate/rehearsal-x.ts';
import type { Replica, ReplicaPlace } from '../../src/simulate/replica.ts';
import { tamtamReplica } from '../../src/simulate/replica-tamtam.ts';
import { telegramReplica } from '../../src/simulate/replica-telegram.ts';
import { fold } from '../../src/text/fold.ts';
import { compileLinks } from '../../src/text/links.ts';
import { stanceOf } from '../../src/text/stance.ts';

const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;
const staged = rehearsal(1);
const { world, truth, script } = staged;
const find = compileLinks((await loadPlatforms()).flatMap((platform) => platform.links ?? []));
const records = await readPrehistory(staged);
const roster: Record<string, string>[] = parse(staged.roster, { columns: true });

async function readPrehistory(from: Rehearsal): Promise<Observation[]> {
  const read: Observation[] = [];
  const open = async function* (offset: number): AsyncGenerator<Uint8Array> {
    yield Buffer.from(from.prehistory).subarray(offset);
  };
  for await (const chunk of observations.read(
    open,
    { name: 'prehistory.ndjson', platform: null, map: null, channel: null, zone: null },
    null,
  )) {
    expect(chunk.problems).toEqual([]);
    read.push(...chunk.records);
  }
  return read;
}

const during = (span: { from: number; to: number | null }, at: number): boolean => span.from <= at && (span.to === null || at < span.to);
const named = (place: ReplicaPlace, at: number): string =>
  `${place.platform}:${place.handles.find((hold) => during(hold, at))?.handle ?? '?'}`;
const placeOf = (ref: string, at: number): ReplicaPlace | undefined => world.places.find((place) => named(place, at) === ref);
const said = world.places.flatMap((place) => place.posts.map((post) => ({ place, post, channel: named(place, post.at) })));
const linked = (text: string, platform: string): (string | null)[] => find(text, { mentionPlatform: platform }).map((link) => link.channel);

describe('the world of the rehearsal', () => {
  it('is the same for the same seed; another seed changes ordinary posts, never the story', () => {
    expect(rehearsal(1)).toEqual(staged);
    const other = rehearsal(2);
    expect(other.prehistory).not.toBe(staged.prehistory);
    expect(other.script).toEqual(script);
    expect(other.truth.gone).toEqual(truth.gone);
    expect(other.truth.signposts.map(({ at, to, stance }) => [at, to, stance])).toEqual(
      truth.signposts.map(({ at, to, stance }) => [at, to, stance]),
    );
  });

  it('lets no two places hold one handle at one time, and no two share an id', () => {
    const holds = world.places.flatMap((place) =>
      place.handles.map((hold) => ({ ...hold, handle: `${place.platform}:${hold.handle.toLowerCase()}` })),
    );
    for (const [i, a] of holds.entries()) {
      for (const b of holds.slice(i + 1)) {
        if (a.handle === b.handle) expect(during(a, b.from) || during(b, a.from), a.handle).toBe(false);
      }
    }
    const ids = world.places.map((place) => `${place.platform} ${place.nativeId}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('numbers posts upwards in time, and lets nobody post who is not there', () => {
    for (const { platform, nativeId, createdAt, endings, posts } of world.places) {
      for (const [i, post] of posts.entries()) {
        const before = posts[i - 1];
        expect(post.at).toBeGreaterThanOrEqual(Math.max(createdAt, before?.at ?? 0));
        if (platform === 'telegram' && before !== undefined) expect(Number(post.id), nativeId).toBeGreaterThan(Number(before.id));
        expect(
          endings.some((ending) => during(ending, post.at)),
          `${nativeId} ${post.text}`,
        ).toBe(false);
      }
      expect(new Set(posts.map((post) => post.id)).size, nativeId).toBe(posts.length);
    }
  });

  it('numbers the posts of the week without a gap, so that coverage can be told', () => {
    for (const { platform, posts, nativeId } of world.places) {
      if (platform !== 'telegram') continue;
      const week = posts.filter((post) => post.at >= truth.live).map((post) => Number(post.id));
      for (const [i, id] of week.entries()) if (i > 0) expect(id, nativeId).toBe((week[i - 1] ?? 0) + 1);
    }
  });

  it('tells the whole story', () => {
    const texts = new Set(said.map(({ channel, post }) => `${channel} ${post.at} ${post.text}`));
    const week = STORY.filter((scene) => scene.at >= truth.live);
    expect(week.length).toBeGreaterThan(40);
    for (const scene of week) {
      const by = scene.by === truth.renamed.from && scene.at >= truth.renamed.at ? truth.renamed.to : scene.by;
      expect(texts.has(`${by} ${scene.at} ${scene.text}`), `${scene.by} ${scene.text}`).toBe(true);
    }
  });

  it('is of a size that a laptop plays in half a minute', () => {
    const homes = world.places.filter((place) => place.platform === 'tamtam' && place.posts.length > 0);
    for (const home of homes) expect(home.posts.length).toBeLessThan(200);
    const posts = records.filter((record) => record.type === 'post').length;
    expect(posts).toBeGreaterThan(2000);
    expect(posts).toBeLessThan(9000);
  });
});

describe('what was known before', () => {
  it('ends before the week begins', () => {
    const times = records.map((record) =>
      record.type === 'post' ? (record.observedAt ?? 0) : record.type === 'profile' ? record.observedAt : record.at,
    );
    expect(Math.max(...times)).toBeLessThanOrEqual(staged.start);
    expect(Math.min(...times)).toBeLessThan(staged.start - 60 * 86_400_000);
  });

  it('holds ordinary losses and rounds in which nothing was seen', () => {
    const earlier = truth.gone.filter((loss) => loss.part === 'earlier');
    expect(earlier.length).toBeGreaterThanOrEqual(3);
    expect(truth.outage.length).toBeGreaterThanOrEqual(2);
    const sightings = records.filter((record) => record.type === 'sighting');
    for (const round of truth.outage) {
      expect(sightings.some((look) => look.round === round && look.status === 'alive')).toBe(false);
    }
    const plain = sightings.filter((look) => look.status === 'absent' && !truth.outage.includes(look.round ?? ''));
    const absent = new Set(plain.map((look) => look.channel).filter((ref) => !/unheard_name/.test(ref)));
    expect([...absent].sort()).toEqual(earlier.map((loss) => loss.channel).sort());
  });

  it('has the posts of the last days as the pages still show them', () => {
    const before = new Map(
      records.flatMap((record) => (record.type === 'post' ? [[postRef(record.channel, record.id), record] as const] : [])),
    );
    const shown = said.filter(({ place, post }) => place.platform === 'telegram' && post.at < truth.live - MINUTE);
    expect(shown.length).toBeGreaterThan(300);
    for (const { channel, post } of shown) {
      const known = before.get(postRef(channel, post.id));
      expect([known?.text, known?.when.at]).toEqual([post.text, Math.floor(post.at / 1000) * 1000]);
    }
  });
});

describe('whom people watch and what they do', () => {
  it('watches fifty, half of them channels with hundreds to thousands of subscribers, half groups without a page', () => {
    expect(truth.watched.length).toBe(50);
    const controls = roster.filter((row) => row['control'] === 'true').map((row) => row['channel'] ?? '');
    for (const ref of truth.watched)
      expect(
        roster.some((row) => row['channel'] === ref && row['control'] === 'false'),
        ref,
      ).toBe(true);
    const groups = truth.watched.filter((ref) => /:[#+]/.test(ref));
    expect(groups.length).toBe(25);
    for (const ref of truth.watched) {
      if (groups.includes(ref)) continue;
      const place = placeOf(ref, truth.live);
      expect(place?.faces[0]?.subscribers ?? 0, ref).toBeGreaterThanOrEqual(400);
    }
    for (const platform of ['telegram', 'tamtam', 'x']) {
      const living = controls.filter((ref) => platformOf(ref) === platform && !/unheard_name/.test(ref));
      expect(living.length, platform).toBeGreaterThanOrEqual(4);
      for (const ref of living) expect(placeOf(ref, truth.live)?.endings, ref).toEqual([]);
    }
  });

  it('accepts only what a post under watch pointed to, an hour or more before', () => {
    const watched = new Set([...roster.map((row) => row['channel'] ?? ''), truth.renamed.to]);
    let accepted = 0;
    for (const { at, deed } of script) {
      if (deed.do !== 'accept') continue;
      for (const ref of deed.refs) {
        const pointing = said.filter(
          ({ post, place, channel }) =>
            post.at >= truth.live - 7 * 86_400_000 &&
            post.at <= at - 40 * MINUTE &&
            (watched.has(channel) || (place.platform === 'x' && post.text.includes(SEARCH.slice(1, -1)))) &&
            linked(post.text, place.platform).includes(ref),
        );
        expect(pointing.length, `${ref} at ${new Date(at).toISOString()}`).toBeGreaterThan(0);
        accepted += 1;
      }
      for (const ref of deed.refs) watched.add(ref);
    }
    expect(accepted).toBeGreaterThanOrEqual(20);
    expect(watched.has(truth.unmentioned)).toBe(false);
  });

  it('notes what is true, and twice what is gone', () => {
    const notes = script.flatMap(({ at, deed }) => (deed.do === 'note' ? deed.notes.map((note) => ({ entered: at, ...note })) : []));
    expect(new Set(notes.map((note) => note.fileName)).size).toBe(notes.length);
    for (const { channel, at, seen } of truth.gone) {
      if (seen !== 'hand') continue;
      const own = notes.filter((note) => note.ref === channel).map((note) => ({ ...note, seenAt: Date.parse(note.at) }));
      for (const note of own) {
        expect([channel, note.status]).toEqual([channel, note.seenAt < at ? 'alive' : 'absent']);
        expect(note.seenAt).toBeLessThanOrEqual(note.entered);
      }
      const absent = own.filter((note) => note.status === 'absent');
      expect(absent.length, channel).toBe(2);
      expect((absent[1]?.seenAt ?? 0) - (absent[0]?.seenAt ?? 0)).toBeGreaterThanOrEqual(HALF_HOUR);
      expect(new Set(absent.map((note) => note.observer)).size).toBe(2);
    }
  });
});

describe('the truth', () => {
  const ask = (replica: Replica, path: string, at: number): string => {
    const answer = replica({ method: 'GET', path, headers: { 'accept-language': 'en' }, body: '' }, at);
    return `${answer.status} ${answer.body}`;
  };

  it('ends with every home closed before Tuesday noon and two rooms alive, both reopened', () => {
    const closed = truth.gone.filter((loss) => loss.part === 'home');
    expect(closed.length).toBeGreaterThanOrEqual(14);
    for (const { at } of closed) expect(at).toBeLessThan(truth.noon - 5 * HALF_HOUR);
    expect(Math.min(...closed.map((loss) => loss.at))).toBeGreaterThan(Date.UTC(2019, 11, 2, 16));
    expect(truth.alive.length).toBe(2);
    for (const ref of truth.alive) expect(truth.moves.some((move) => move.to === ref && move.genuine)).toBe(true);
  });

  it('is what the replicas show, a minute before and after', () => {
    const telegram = telegramReplica(world);
    const tamtam = tamtamReplica(world);
    for (const { channel, at, seen, part } of truth.gone) {
      if (seen === 'hand' || part === 'earlier') continue;
      const name = channel.slice(channel.indexOf(':') + 1);
      if (part === 'home') {
        expect(ask(tamtam, `/chats/${name}?access_token=a`, at - MINUTE)).toMatch(/^200 .*"status":"active"/s);
        expect(ask(tamtam, `/chats/${name}?access_token=a`, at + MINUTE)).toMatch(/^404 |^200 .*"status":"closed"/s);
      } else {
        expect(ask(telegram, `/${name}`, at - MINUTE), channel).toContain('tgme_page_title');
        expect(ask(telegram, `/${name}`, at + MINUTE), channel).not.toContain('tgme_page_title');
      }
    }
    for (const { channel, lost, back } of truth.returned) {
      const name = channel.slice(channel.indexOf(':') + 1);
      expect(ask(telegram, `/${name}`, lost + MINUTE)).not.toContain('tgme_page_title');
      expect(ask(telegram, `/${name}`, back + MINUTE)).toContain('tgme_page_title');
    }
  });

  it('says of each signpost what its text says', () => {
    const texts = new Map(said.map(({ channel, post }) => [postRef(channel, post.id), post.text]));
    const week = truth.signposts.filter((signpost) => signpost.at >= truth.live);
    expect(week.length).toBeGreaterThan(30);
    for (const { post, to, stance, obfuscated } of week) {
      const text = texts.get(post) ?? '';
      expect([text, stanceOf(fold(text)).stance]).toEqual([text, stance]);
      const link = find(text, { mentionPlatform: platformOf(post) }).find((one) => one.channel === to);
      expect([text, link?.obfuscated]).toEqual([text, obfuscated]);
    }
    expect(new Set(week.map((signpost) => signpost.stance))).toEqual(new Set(['call', 'calm', 'endorse', 'warn', 'neutral']));
  });

  it('has the statement on TamTam exactly two minutes before Telegram', () => {
    const { first, over, leadMs, at } = truth.statement;
    expect([platformOf(first), platformOf(over), leadMs]).toEqual(['tamtam', 'telegram', 120_000]);
    const times = new Map(said.map(({ channel, post }) => [postRef(channel, post.id), post.at]));
    expect(times.get(first)).toBe(at);
    expect(Math.floor((times.get(over) ?? 0) / 1000) - Math.floor(at / 1000)).toBe(120);
  });

  it('lets an account that nobody watches betray the hall, in words that only a patient reader takes for a link', () => {
    const { post, at, to } = truth.betrayal;
    const hit = said.find(({ channel, post: one }) => postRef(channel, one.id) === post);
    expect(hit?.post.at).toBe(at);
    expect(hit?.post.text).toContain(SEARCH.slice(1, -1));
    expect(hit?.post.text).not.toContain('tt.me');
    expect(linked(hit?.post.text ?? '', 'x')).toEqual([to]);
    expect(roster.some((row) => row['channel'] === hit?.channel)).toBe(false);
  });

  it('has impersonators with the face of a lost room and another voice', () => {
    expect(truth.impersonators.length).toBeGreaterThanOrEqual(3);
    for (const { from, to } of truth.moves.filter((move) => !move.genuine)) {
      expect(truth.impersonators).toContain(to);
      const face = (ref: string, at: number) => placeOf(ref, at)?.faces[0]?.title;
      expect(face(to, truth.wave + 86_400_000)).toBe(face(from, truth.live));
    }
  });
});
