import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type DemoWorld, readingRooms } from '../../src/simulate/week.ts';
import { loadVerb, VERBS } from '../../src/verbs/index.ts';
import { MAIN, type Workplace, workplace } from '../command.ts';
import { type TakenIn, takeIn } from '../reading-rooms.ts';

/** Every command on the case of the invented week: the answer is what the truth says, and what `schema` describes. */

let place: Workplace;
let world: DemoWorld;
let taken: TakenIn;
beforeAll(async () => {
  place = workplace();
  world = readingRooms(2019);
  taken = await takeIn(world, place.path('rooms'), place.path('config'));
}, 120_000);
afterAll(() => place.remove());

const ask = <T>(...argv: string[]): T => place.json<T>(...argv, '--case', 'rooms');

/** Holds an answer against the JSON Schema that the command itself prints, without room for keys that it does not name. */
async function fits(verb: string, answer: unknown): Promise<void> {
  const schema = place.json<Parameters<typeof z.fromJSONSchema>[0]>('schema', verb);
  const checked = z.fromJSONSchema(schema).safeParse(answer);
  expect(checked.success ? [] : checked.error.issues, verb).toEqual([]);
  const known = (await loadVerb(verb))?.output;
  expect(known?.parse(answer), verb).toEqual(answer);
}

interface CensusAnswer {
  channels: { channel: string; state: string; renamedFrom: string | null; gone: { after: string | null; by: string } | null }[];
  platforms: { platform: string; watched: number }[];
}

describe('the answers on the invented week', () => {
  it('imports what is there and lists what cannot be read', () => {
    for (const [path, bad] of Object.entries(world.truth.bad)) {
      expect(taken.files.find((file) => file.path.endsWith(path))?.bad, path).toBe(bad);
    }
  });

  it('census: who is where, each true time inside its interval', async () => {
    const answer = ask<CensusAnswer>('census');
    await fits('census', answer);
    const state = new Map(answer.channels.map((line) => [line.channel, line]));
    for (const { channel, at } of world.truth.gone) {
      const line = state.get(channel);
      expect([channel, line?.state]).toEqual([channel, 'gone']);
      expect(Date.parse(line?.gone?.by ?? '')).toBeGreaterThanOrEqual(at);
      if (line?.gone?.after != null) expect(Date.parse(line.gone.after)).toBeLessThanOrEqual(at);
    }
    for (const channel of world.truth.alive) expect([channel, state.get(channel)?.state]).toEqual([channel, 'alive']);
    for (const { channel } of world.truth.silent) expect([channel, state.get(channel)?.state]).toEqual([channel, 'silent']);
    for (const { channel } of world.truth.private) expect([channel, state.get(channel)?.state]).toEqual([channel, 'private']);
    for (const channel of world.truth.unknown) expect([channel, state.get(channel)?.state]).toEqual([channel, 'unknown']);
    for (const { from, to } of world.truth.renamed) expect(state.get(to)?.renamedFrom).toBe(from);
  });

  it('census --at: before the wave nobody of it is gone', () => {
    const before = ask<CensusAnswer>('census', '--at', new Date(world.truth.wave).toISOString());
    const wave = new Set(world.truth.gone.filter((loss) => loss.part === 'wave').map((loss) => loss.channel));
    expect(before.channels.filter((line) => wave.has(line.channel) && line.state === 'gone')).toEqual([]);
  });

  it('signposts and found: who pointed where, with which stance; what was accepted or watched is settled', async () => {
    const { signposts } = ask<{ signposts: { post: string; to: string; stance: string; obfuscated: boolean }[] }>(
      'signposts',
      '--limit',
      '5000',
    );
    await fits('signposts', ask('signposts', '--limit', '3'));
    for (const truth of world.truth.signposts) {
      const seen = signposts.find((line) => line.post === truth.post && line.to === truth.to);
      expect({ post: truth.post, stance: seen?.stance, obfuscated: seen?.obfuscated }).toEqual({
        post: truth.post,
        stance: truth.stance,
        obfuscated: truth.obfuscated,
      });
    }
    const found = ask<{ found: { channel: string }[] }>('found');
    await fits('found', found);
    const open = found.found.map((line) => line.channel);
    const watched = ask<{ channels: { channel: string }[] }>('roster');
    await fits('roster', watched);
    expect(open.filter((ref) => world.accept.includes(ref) || watched.channels.some((entry) => entry.channel === ref))).toEqual([]);
    const { stray } = world.truth;
    expect(signposts.some((line) => line.post === stray.post && line.to === stray.to)).toBe(true);
  });

  it('first: the statement was on TamTam two minutes before Telegram', async () => {
    const { statement } = world.truth;
    const answer = ask<{
      statements: {
        first: { channel: string; post: string };
        order: { platforms: string };
        copies: number;
        lead: { over: string; minMs: number; maxMs: number };
      }[];
    }>('first', '--post', statement.first);
    await fits('first', answer);
    const [said] = answer.statements;
    expect(`${said?.first.channel}/${said?.first.post}`).toBe(statement.first);
    expect(said?.order.platforms).toBe('established');
    expect(said?.copies).toBe(statement.copies.length);
    expect(said?.lead.minMs).toBeLessThanOrEqual(statement.leadMs);
    expect(said?.lead.maxMs).toBeGreaterThanOrEqual(statement.leadMs);
    const byText = ask<typeof answer>('first', '--text', 'winter reading list');
    expect(byText.statements.map((line) => line.first.post)).toContain(said?.first.post);
    const all = ask<{ total: number; cursor: string | null; statements: unknown[] }>('first', '--limit', '5');
    const next = ask<typeof all>('first', '--limit', '5', '--cursor', all.cursor ?? '');
    expect(new Set([...all.statements, ...next.statements].map((line) => JSON.stringify(line))).size).toBe(10);
  });

  it('search: words, phrases, prefixes, Arabic folded, by channel and time', async () => {
    const total = (...argv: string[]): number => ask<{ total: number }>('search', ...argv).total;
    await fits('search', ask('search', 'reading', '--limit', '3'));
    expect(total('"winter reading list"')).toBeGreaterThanOrEqual(3);
    expect(total('"list reading winter"')).toBe(0);
    expect(total('readi*')).toBeGreaterThanOrEqual(total('reading'));
    expect(total('reading', '-winter')).toBe(total('reading') - total('reading', 'winter'));
    expect(total('winter', 'OR', 'summer')).toBeGreaterThanOrEqual(total('winter'));
    // One word in four spellings: with hamza, with harakat, without either, with tatweel.
    expect(total('الأعضاء')).toBeGreaterThan(0);
    expect(total('الأَعْضاء')).toBe(total('الأعضاء'));
    expect(total('الاعضاء')).toBe(total('الأعضاء'));
    expect(total('الأعضـــاء')).toBe(total('الأعضاء'));
    const [channel] = Object.keys(world.truth.posts);
    const inChannel = ask<{ posts: { post: string; at: string }[] }>(
      'search',
      'the',
      'OR',
      'في',
      '--channel',
      channel ?? '',
      '--from',
      '2019-11-01',
      '--until',
      '2019-11-20',
    );
    for (const post of inChannel.posts) {
      expect(post.post.startsWith(`${channel}/`)).toBe(true);
      expect(post.at >= '2019-11-01' && post.at < '2019-11-21').toBe(true);
    }
    const times = ask<{ posts: { at: string }[] }>('search', 'the').posts.map((post) => post.at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('waves: the evening is found, its start and end between the looks around them', async () => {
    const answer = ask<{ waves: { platform: string; kind: string; start: string; startBy: string; channels: string[]; lost: number }[] }>(
      'waves',
    );
    await fits('waves', answer);
    const seen = world.truth.gone.filter((loss) => loss.part === 'wave' && loss.seen === 'probes');
    const wave = answer.waves.find((found) => found.platform === 'telegram' && found.kind === 'gone');
    const missed = seen.filter((loss) => !wave?.channels.includes(loss.channel));
    expect(missed.length).toBeLessThanOrEqual(1);
    expect(wave?.channels).not.toContain(world.truth.gone.find((loss) => loss.part === 'attrition')?.channel);
    const first = Math.min(...seen.map((loss) => loss.at));
    // The edges are those of the likeliest interval: right to one pause between looks, which is an hour here.
    expect(Date.parse(wave?.start ?? '')).toBeLessThanOrEqual(first + 3_600_000);
    expect(Date.parse(wave?.startBy ?? '')).toBeGreaterThanOrEqual(first);
    const before = ask<{ waves: unknown[] }>('waves', '--at', new Date(world.truth.wave).toISOString());
    expect(before.waves).toEqual([]);
  });

  it('successors, lineage, arrivals: genuine homes come first, the denied one is contested', async () => {
    const answer = ask<{
      successors: { predecessor: string; candidates: { channel: string; probability: number; contested: boolean }[] }[];
    }>('successors');
    await fits('successors', answer);
    const likely = answer.successors.flatMap(({ predecessor, candidates }) =>
      candidates.filter((one) => one.probability >= 0.5).map((one) => ({ predecessor, ...one })),
    );
    const genuine = new Map(world.truth.homes.flatMap((home) => (home.genuine && home.of !== null ? [[home.channel, home.of]] : [])));
    const fakes = new Set(world.truth.homes.filter((home) => !home.genuine).map((home) => home.channel));
    expect(likely.filter((one) => genuine.get(one.channel) === one.predecessor).length).toBeGreaterThanOrEqual(3);
    expect(likely.filter((one) => fakes.has(one.channel) && !one.contested)).toEqual([]);
    await fits('lineage', ask('lineage'));
    const arrived = ask<{ channels: { channel: string; contested: boolean }[] }>('arrivals', '--platform', 'tamtam');
    await fits('arrivals', arrived);
    for (const line of arrived.channels) if (fakes.has(line.channel)) expect(line.contested).toBe(true);
  });

  it('lifespans, impact, overlap, audit, refer: as described', async () => {
    await fits('lifespans', ask('lifespans'));
    const wave = new Date(world.truth.wave).toISOString();
    await fits('impact', ask('impact', '--at', wave, '--window', '5d'));
    await fits('audit', ask('audit'));
    await fits('refer', ask('refer', 'list'));
  });

  it('says the same in any zone and language, on one processor or two', () => {
    const questions = [['waves'], ['lineage'], ['lifespans']];
    const said = (argv: string[], env: NodeJS.ProcessEnv, prefix: string[] = []): string => {
      const [command = '', ...rest] = [...prefix, process.execPath, MAIN, ...argv, '--case', place.path('rooms'), '--json'];
      const done = spawnSync(command, rest, { cwd: place.folder, env: { ...place.env, ...env }, encoding: 'utf8', maxBuffer: 1 << 28 });
      expect([done.status, done.stderr]).toEqual([0, '']);
      return done.stdout;
    };
    const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0'] : [];
    for (const question of questions) {
      const plain = said(question, { TZ: 'UTC', LC_ALL: 'C' });
      const elsewhere = said(question, { TZ: 'Asia/Kathmandu', LC_ALL: 'ar_EG.UTF-8', LANG: 'tr_TR.UTF-8' }, pinned);
      expect(elsewhere === plain, question.join(' ')).toBe(true);
    }
  }, 120_000);

  it('brief: both languages, the same bytes when made again', async () => {
    const answer = ask<{ files: { path: string; lang: string }[] }>('brief', '--format', 'html,md');
    await fits('brief', answer);
    const read = (): string[] => answer.files.map((file) => readFileSync(file.path, 'utf8'));
    const once = read();
    ask('brief', '--format', 'html,md');
    expect(read()).toEqual(once);
    expect(answer.files.map((file) => file.lang).sort()).toEqual(['ar', 'ar', 'en', 'en']);
    const english = once[answer.files.findIndex((file) => file.path.endsWith('.en.html'))] ?? '';
    // Not `toContain`: a failure would print the page.
    expect(english.includes('tamtam:sada_new')).toBe(true);
    expect(/<script|https?:\/\/t\.me/.test(english)).toBe(false);
    expect(english.includes('its place in the evidence could not be found')).toBe(false);
  });

  it('export: the table, safe for a spreadsheet', async () => {
    const answer = ask<{ rows: number }>('export', 'posts', '--out', 'posts.csv', '--bom');
    await fits('export', answer);
    const csv = readFileSync(place.path('posts.csv'), 'utf8');
    expect(csv.startsWith('\ufeffrid,')).toBe(true);
    expect(answer.rows).toBeGreaterThanOrEqual(world.truth.totalPosts);
    expect(place.run('export', 'posts', '--out', 'posts.csv', '--case', 'rooms')).toMatchObject({ code: 2 });
    for (const format of ['parquet', 'ndjson'])
      expect(ask<{ rows: number }>('export', 'signposts', '--format', format, '--out', `s.${format}`).rows).toBeGreaterThan(0);
  });

  it('verify, note, init, import, rebuild, links: as described', async () => {
    await fits('verify', ask('verify'));
    await fits('init', place.json('init', 'another'));
    await fits('note', ask('note', 'telegram:sada_100', '--status', 'absent', '--at', '2019-12-04T10:00:00Z', '--observer', 'ada'));
    await fits('import', ask('import', 'rooms/desk/tamtam-chats.json'));
    await fits('rebuild', ask('rebuild'));
    const done = place.run('links', 'rooms/desk/observations.ndjson', '--json');
    for (const line of done.out.split('\n').slice(0, 3)) if (line !== '') await fits('links', JSON.parse(line));
  }, 120_000);
});

describe('the list of commands', () => {
  it('says what each command says of itself', async () => {
    for (const { name, summary } of VERBS) {
      const verb = await loadVerb(name);
      expect([verb?.name, verb?.summary]).toEqual([name, summary]);
      expect(existsSync(`docs/reference/${name}.md`), name).toBe(true);
      for (const word of verb?.words ?? []) expect(Object.keys(verb?.input.shape ?? {})).toContain(word);
    }
  });
});
