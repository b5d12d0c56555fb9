import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spells } from '../../src/formats/spells.ts';
import { sharedData } from '../shared-data.ts';
import { expectSameHoweverCut, headOf, readBytes, readFile, tally } from './reading.ts';

const spell = {
  id: 'https://Search.example.org/',
  enter: 2000,
  enter_prev: 1000,
  left_trunc: false,
  last_seen: 3000,
  first_cov: 1,
  last_cov: 1,
  gone_by: 4000,
};

async function statuses(...spellsRead: unknown[]) {
  const { records, problems } = await readBytes(spells, spellsRead.map((one) => JSON.stringify(one)).join('\n'));
  return { seen: records.map((record) => (record.type === 'sighting' ? `${record.at / 1000} ${record.status}` : '')), problems, records };
}

describe('spells', () => {
  it('makes of each spell what the list saw', async () => {
    const { seen, records } = await statuses(spell);
    expect(seen).toEqual(['1000 absent', '2000 alive', '3000 alive', '4000 absent']);
    expect(records[0]).toMatchObject({ channel: 'web:search.example.org', reason: 'list', observer: 'list', tool: null, round: null });
  });

  it('says nothing of what the list does not tell', async () => {
    expect((await statuses({ ...spell, gone_by: null })).seen).toEqual(['1000 absent', '2000 alive', '3000 alive']);
    expect((await statuses({ ...spell, enter_prev: null, left_trunc: true })).seen).toEqual(['2000 alive', '3000 alive', '4000 absent']);
    expect((await statuses({ ...spell, left_trunc: true })).seen[0]).toBe('2000 alive');
    expect((await statuses({ ...spell, last_seen: 2000 })).seen).toEqual(['1000 absent', '2000 alive', '4000 absent']);
  });

  it('reads a second spell of the same address as a return', async () => {
    const again = { ...spell, enter_prev: 5000, enter: 6000, last_seen: 6000, gone_by: null };
    expect((await statuses(spell, again)).seen).toEqual([
      '1000 absent',
      '2000 alive',
      '3000 alive',
      '4000 absent',
      '5000 absent',
      '6000 alive',
    ]);
  });

  it.each([
    [{ id: 'search' }, /^id is no web address/],
    [{ enter: null }, /^enter is no time/],
    [{ last_seen: '3000' }, /^last_seen is no time/],
    [{ gone_by: 2500 }, /not in order$/],
    [{ enter_prev: 2500 }, /not in order$/],
    [{ left_trunc: 0 }, /^left_trunc is neither/],
  ])('refuses %j', async (change, reason) => {
    const { seen, problems } = await statuses({ ...spell, ...change });
    expect(seen).toEqual([]);
    expect(problems[0]?.reason).toMatch(reason);
  });

  it('gives the same however the bytes are cut', async () => {
    const text = Array.from({ length: 1100 }, (_, i) => JSON.stringify({ ...spell, id: `https://a${i}.example` })).join('\n');
    const whole = await expectSameHoweverCut(spells, text, { platform: 'searx' }, [1001]);
    expect(whole.records[0]).toMatchObject({ channel: 'searx:a0.example' });
  });

  it('recognises its own only', () => {
    expect(spells.recognise(headOf(JSON.stringify(spell)))).toBe(1);
    expect(spells.recognise(headOf('{"id":1}'))).toBe(0);
  });
});

const shared = sharedData();
describe.skipIf(shared === null)('spells of real lists', () => {
  it.each([
    ['invidious', { 'sighting alive': 611, 'sighting absent': 617 }],
    ['searx', { 'sighting alive': 1408, 'sighting absent': 1130 }],
  ])('reads %s whole', async (name, counts) => {
    const { records, problems } = await readFile(spells, join(shared ?? '', `lifespans/${name}.spells.jsonl`));
    expect(problems).toEqual([]);
    expect(tally(records)).toEqual(counts);
  });
});
