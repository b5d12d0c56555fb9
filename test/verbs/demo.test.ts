import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platformOf } from '../../src/model/ref.ts';
import { rehearsal } from '../../src/simulate/rehearsal.ts';
import { demo } from '../../src/verbs/demo.ts';
import type { Rehearsed } from '../../src/verbs/demo-answer.ts';
import { loadVerb } from '../../src/verbs/index.ts';
import type { VerbContext } from '../../src/verbs/verb.ts';

/** The rehearsal from end to end: what is told at its end is held against what truly happened in its world. */

const { truth, start } = rehearsal(2019);
const folder = mkdtempSync(join(tmpdir(), 'trackway-rehearsal-'));
const kept = join(folder, 'rooms');
const config = process.env['XDG_CONFIG_HOME'];
const never = new AbortController().signal;
const warned: string[] = [];
let answer: Rehearsed;

const context: VerbContext = {
  caseFolder: kept,
  now: () => Date.now(),
  progress: () => {},
  warn: (text) => warned.push(text),
  log: () => {},
  untilStopped: () => ({ stop: never, cut: never }),
  env: {},
  version: '0',
  ask: null,
  stdin: (async function* (): AsyncGenerator<Uint8Array> {})(),
  findVerb: loadVerb,
  emit: () => {},
};

beforeAll(async () => {
  process.env['XDG_CONFIG_HOME'] = join(folder, 'config');
  answer = await demo.run({ keep: kept }, context);
}, 600_000);

afterAll(() => {
  if (config === undefined) delete process.env['XDG_CONFIG_HOME'];
  else process.env['XDG_CONFIG_HOME'] = config;
  rmSync(folder, { recursive: true, force: true });
});

async function ask<T>(name: string, input: Record<string, unknown> = {}): Promise<T> {
  const verb = await loadVerb(name);
  if (verb === null) throw new Error(`there is no command ${name}`);
  return (await verb.run(verb.input.parse(input), context)) as T;
}

const at = (time: string | null | undefined): number => Date.parse(time ?? '');
type CensusLine = Rehearsed['census']['channels'][number];
const lines = (of: { channels: CensusLine[] } = answer.census): Map<string, CensusLine> =>
  new Map(of.channels.map((line) => [line.channel, line]));

describe('the answer', () => {
  it('is what its schema describes, and needed no warning', () => {
    expect(demo.output.parse(answer)).toEqual(answer);
    expect(warned).toEqual([]);
    expect(answer.imported.problems).toEqual([]);
    expect(answer.case).toBe(kept);
  });

  it('comes from a watch of a size that a laptop bears', () => {
    expect(answer.watch.probes).toBeGreaterThan(2000);
    expect(answer.watch.requests).toBeLessThan(20_000);
    expect(answer.watch.voidRounds).toBe(0);
    expect(answer.watch.notes).toBeGreaterThanOrEqual(50);
  });

  it('reads well: a timeline in two zones, homes, alerts', () => {
    const blocks = demo.human(answer, 'UTC');
    const text = JSON.stringify(blocks);
    expect(text).toContain('tamtam:reading_rooms_hall');
    expect(text).toContain('Alerts that would have been sent');
    for (const block of blocks) if (block.kind === 'table') for (const row of block.rows) expect(row.length).toBe(block.columns.length);
  });
});

describe('who is where', () => {
  it('finds everybody who truly went, with the true time inside the interval', () => {
    const now = lines();
    for (const { channel, at: lost, part } of truth.gone) {
      const line = now.get(channel);
      expect([channel, line?.state]).toEqual([channel, 'gone']);
      expect(at(line?.gone?.by), channel).toBeGreaterThanOrEqual(lost);
      if (part !== 'earlier' || line?.gone?.after != null) expect(at(line?.gone?.after), channel).toBeLessThanOrEqual(lost);
    }
  });

  it('calls nobody gone who lives', () => {
    const gone = new Set(truth.gone.map((loss) => loss.channel));
    const wrong = answer.census.channels.filter((line) => line.state === 'gone' && !gone.has(line.channel));
    expect(wrong.map((line) => line.channel)).toEqual([]);
    for (const line of answer.census.channels) if (line.control) expect([line.channel, line.state]).toEqual([line.channel, 'alive']);
  });

  it('never did in all the week: of each day, nobody was gone before the true time', async () => {
    const lostAt = new Map(truth.gone.map((loss) => [loss.channel, loss.at]));
    for (const { channel, lost } of truth.returned) lostAt.set(channel, lost);
    lostAt.set(truth.reassigned.channel, truth.reassigned.at);
    for (const hours of [8, 22, 40, 64, 88]) {
      const when = start + hours * 3_600_000;
      const then = await ask<Rehearsed['census']>('census', { at: new Date(when).toISOString() });
      for (const line of then.channels) {
        if (line.state === 'gone') expect(lostAt.get(line.channel) ?? Number.POSITIVE_INFINITY, line.channel).toBeLessThanOrEqual(when);
      }
    }
  });

  it('has TamTam empty of them by Tuesday noon, and two alive on Telegram, both reopened', async () => {
    const noon = await ask<Rehearsed['census']>('census', { at: new Date(truth.noon).toISOString() });
    const rooms = noon.channels.filter((line) => !line.control);
    const onTamTam = rooms.filter((line) => platformOf(line.channel) === 'tamtam');
    expect(onTamTam.length).toBeGreaterThanOrEqual(14);
    expect(onTamTam.filter((line) => line.state !== 'gone').map((line) => line.channel)).toEqual([]);
    const alive = rooms.filter((line) => platformOf(line.channel) === 'telegram' && line.state === 'alive').map((line) => line.channel);
    expect(alive.sort()).toEqual([...truth.alive].sort());
  });

  it('keeps a new name apart from a loss, and a new holder from a return', () => {
    const now = lines();
    expect(now.get(truth.renamed.to)?.renamedFrom).toBe(truth.renamed.from);
    expect(now.has(truth.renamed.from)).toBe(false);
    const passed = now.get(truth.reassigned.channel);
    expect(passed?.state).toBe('gone');
    expect(at(passed?.gone?.by)).toBeLessThan(truth.reassigned.taken);
  });

  it('counts what two people saw in an app', () => {
    const now = lines();
    const byHand = truth.gone.filter((loss) => loss.seen === 'hand');
    expect(byHand.length).toBe(25);
    for (const { channel } of byHand) expect(now.get(channel)?.state, channel).toBe('gone');
  });

  it('re-opens who came back, and closes it again', async () => {
    for (const { channel, lost, back, again } of truth.returned) {
      const state = async (when: number): Promise<string | undefined> => {
        const then = await ask<Rehearsed['census']>('census', { at: new Date(when).toISOString() });
        return lines(then).get(channel)?.state;
      };
      const hour = 3_600_000;
      expect(await state(lost + 5 * hour)).toBe('gone');
      expect(await state(back + 10 * hour)).toBe('alive');
      expect(await state((again ?? 0) + 5 * hour)).toBe('gone');
    }
  });
});

describe('what just happened', () => {
  it('finds the wave on Telegram, and no wave among ordinary losses', () => {
    const seen = truth.gone.filter((loss) => loss.part === 'wave' && loss.at < truth.wave + 12 * 3_600_000);
    const wave = answer.waves.waves.find((one) => one.platform === 'telegram' && one.kind === 'gone');
    const missed = seen.filter((loss) => !wave?.channels.includes(loss.channel));
    expect(missed.length).toBeLessThanOrEqual(2);
    // The edges are those of the likeliest interval: right to one pause between looks, which is three hours and a little here.
    const began = Math.min(...seen.map((loss) => loss.at));
    expect(at(wave?.start)).toBeLessThanOrEqual(began + 3.5 * 3_600_000);
    expect(at(wave?.startBy)).toBeGreaterThanOrEqual(began);
    for (const { channel } of truth.gone.filter((loss) => loss.part === 'earlier')) expect(wave?.channels).not.toContain(channel);
  });

  it('would have alerted: the mass loss at once, then the wave, disappearances, signposts and the return', () => {
    const kinds = new Set(answer.alerts.map((alert) => alert.kind));
    for (const kind of ['mass-loss', 'wave', 'disappearance', 'signpost', 'return'] as const) expect([...kinds]).toContain(kind);
    for (const alert of answer.alerts) expect(at(alert.at)).toBeGreaterThanOrEqual(start);
  });
});

describe('where they went', () => {
  it('finds the betrayal by the watched search, before anybody accepted the hall', () => {
    const { post, to } = truth.betrayal;
    const hit = answer.signposts.signposts.find((line) => line.post === post);
    expect([hit?.to, hit?.obfuscated]).toEqual([to, true]);
    const others = answer.signposts.signposts.filter((line) => line.to === to && line.at < (hit?.at ?? ''));
    expect(others).toEqual([]);
    const accepted = answer.watch.accepted.find((one) => one.channel === to);
    expect(at(accepted?.at)).toBeGreaterThan(truth.betrayal.at);
  });

  it('finds most homes from there; the one that nobody points to is not found', () => {
    const homes = truth.moves.filter((move) => platformOf(move.to) === 'tamtam').map((move) => move.to);
    const accepted = new Set(answer.watch.accepted.map((one) => one.channel));
    expect(homes.filter((home) => !accepted.has(home))).toEqual([truth.unmentioned]);
    const fromTamTam = homes.filter((home) =>
      answer.signposts.signposts.some((line) => line.to === home && platformOf(line.post) === 'tamtam'),
    );
    expect(fromTamTam.length).toBeGreaterThan(homes.length / 2);
  });

  it('says of each signpost of the week what its post says', () => {
    const told = new Map(answer.signposts.signposts.map((line) => [`${line.post} ${line.to}`, line]));
    const week = truth.signposts.filter((one) => one.at >= start && one.to !== truth.unmentioned);
    const seen = week.filter((one) => told.has(`${one.post} ${one.to}`));
    // What was posted shortly before its room went may have been missed.
    expect(seen.length).toBeGreaterThanOrEqual(week.length - 2);
    for (const one of seen) {
      const line = told.get(`${one.post} ${one.to}`);
      expect([one.post, line?.stance, line?.obfuscated]).toEqual([one.post, one.stance, one.obfuscated]);
    }
  });

  it('ranks true homes first, and every impersonator that it ranks is contested', async () => {
    const ranked = await ask<Rehearsed['successors']>('successors', { limit: 1000 });
    const genuine = new Set(truth.moves.filter((move) => move.genuine).map((move) => `${move.from} ${move.to}`));
    const likely = answer.successors.successors.flatMap(({ predecessor, candidates }) =>
      candidates.map((one) => ({ pair: `${predecessor} ${one.channel}`, ...one })),
    );
    expect(likely.filter((one) => genuine.has(one.pair)).length).toBeGreaterThanOrEqual(8);
    for (const { predecessor, candidates } of ranked.successors) {
      const false_ = truth.moves.filter((move) => move.from === predecessor && !move.genuine).map((move) => move.to);
      for (const one of candidates) if (false_.includes(one.channel)) expect([one.channel, one.contested]).toEqual([one.channel, true]);
    }
    expect(likely.filter((one) => truth.impersonators.includes(one.channel) && !one.contested)).toEqual([]);
  });
});

describe('who said it first', () => {
  it('is TamTam, two minutes before Telegram, with the order established', async () => {
    const { statement } = truth;
    const { statements } = await ask<Rehearsed['first']>('first', { post: statement.first });
    const [said] = statements;
    expect(`${said?.first.channel}/${said?.first.post}`).toBe(statement.first);
    expect(said?.order.platforms).toBe('established');
    expect(said?.copies).toBe(statement.copies.length);
    expect(said?.lead?.minMs).toBeLessThanOrEqual(statement.leadMs);
    expect(said?.lead?.maxMs).toBeGreaterThanOrEqual(statement.leadMs);
    expect(platformOf(said?.lead?.over ?? '')).toBe('telegram');
  });
});

describe('the case that stays', () => {
  it('is sound, and tells its story in both languages', () => {
    expect([answer.verify.ok, answer.verify.verdict]).toEqual([true, 'sound']);
    expect(answer.briefs.length).toBe(2);
    for (const path of answer.briefs) {
      const page = readFileSync(path, 'utf8');
      // Not `toContain`: a failure would print the page.
      expect(page.includes('tamtam:sada_new'), path).toBe(true);
      expect(/<script|https?:\/\/t\.me/.test(page), path).toBe(false);
    }
  });

  it('holds the name of the token that its replicas asked for, and nowhere the token', () => {
    const settings = readFileSync(join(kept, 'case.yaml'), 'utf8');
    expect(settings).toContain('TRACKWAY_REHEARSAL_TOKEN');
    const warcs = readdirSync(join(kept, 'evidence'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.warc\.gz$/.test(name));
    expect(warcs.length).toBeGreaterThan(10);
    const read = warcs.map((name) => gunzipSync(readFileSync(join(kept, 'evidence', name))).toString('latin1'));
    expect(read.some((text) => text.includes('/chats/'))).toBe(true);
    expect([settings, ...read].filter((text) => text.includes('a-token-of-the-rehearsal')).length).toBe(0);
  });
});
