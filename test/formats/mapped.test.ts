import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { mapped } from '../../src/formats/mapped.ts';
import { sharedData } from '../shared-data.ts';
import { expectSameHoweverCut, readBytes, readFile, tally } from './reading.ts';

const map = { type: 'post', const: { platform: 'tamtam', channel: 'c' }, fields: { id: 'n', publishedAt: 'when', text: 'words' } };

function mapping(name: string): unknown {
  return parse(readFileSync(resolve(import.meta.dirname, `../../docs/mappings/${name}.yaml`), 'utf8'));
}

describe('mapped tables', () => {
  it('reads commas, semicolons and tabs, quotes, a byte order mark and line breaks in cells', async () => {
    for (const d of [',', ';', '\t']) {
      const text = `\uFEFFn${d}when${d}words${d}rest\r\n1${d}2020-01-01T00:00:00Z${d}"a${d} ""b""\nc"${d}x\r\n\r\n2${d}2020-01-02 00:00:00+03:00${d}d${d}\r\n`;
      const { records, problems } = await readBytes(mapped, text, { map });
      expect(problems).toEqual([]);
      expect(records).toMatchObject([
        { type: 'post', channel: 'tamtam:c', id: '1', text: `a${d} "b"\nc`, when: { at: Date.UTC(2020, 0, 1) } },
        { id: '2', text: 'd', when: { at: Date.UTC(2020, 0, 1, 21) } },
      ]);
    }
  });

  it('reports ragged rows, bad values and quotes that never close, with their lines', async () => {
    const text =
      'n,when,words\n1,2020-01-01T00:00:00Z\n2,yesterday,x\n,2020-01-01T00:00:00Z,x\n3,2020-01-01T00:00:00Z,ok\n4,2020-01-01T00:00:00Z,"open';
    const { records, problems, places } = await readBytes(mapped, text, { map });
    expect(problems.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      'line 2: the row has 2 cells and the header 3',
      'line 3: publishedAt is no time: "yesterday"',
      'line 4: id is missing',
      'line 6: a quote is opened in this row and never closed',
    ]);
    expect(records).toMatchObject([{ id: '3' }]);
    expect(text.slice(places[0], (places[0] ?? 0) + 2)).toBe('3,');
  });

  it('reads numbers as Unix seconds or milliseconds', async () => {
    const text = 'n,when,words\n1,1629589836,\n2,1629589836123,\n3,1629589836.5,\n4,99999999999,';
    const { records, problems } = await readBytes(mapped, text, { map });
    expect(records.map((record) => (record.type === 'post' ? record.when.at : 0))).toEqual([1629589836000, 1629589836123, 1629589836500]);
    expect(problems).toHaveLength(1);
  });

  it('reads local times by the zone of the mapping, else of --zone', async () => {
    const text = 'n,when,words\n1,2020-01-01 12:00:00,';
    const at = async (zone: string | null, given: string | null) =>
      (await readBytes(mapped, text, { map: zone === null ? map : { ...map, zone }, zone: given })).records[0];
    expect(await at('+03:00', null)).toMatchObject({ when: { at: Date.UTC(2020, 0, 1, 9), by: Date.UTC(2020, 0, 1, 9) } });
    expect(await at('+03:00', '-05:00')).toMatchObject({ when: { at: Date.UTC(2020, 0, 1, 9) } });
    expect(await at(null, '-05:00')).toMatchObject({ when: { at: Date.UTC(2020, 0, 1, 17) } });
    expect(await at(null, null)).toMatchObject({ when: { after: Date.UTC(2019, 11, 31, 22) } });
  });

  it('converts numbers, truth values, links and nested fields, and knows how tables write "nothing"', async () => {
    const rich = {
      type: 'post',
      fields: {
        platform: 'p',
        channel: '@{name}',
        id: '{a}-{b}',
        publishedAt: 't',
        views: 'v',
        deleted: 'd',
        links: 'l',
        author: 'who',
        text: 'x',
        'forwardedFrom.channel': 'f',
        'media.sha256': 'h',
      },
    };
    const text = `p,name,a,b,t,v,d,l,who,x,f,h\ntelegram,Abc,1 2,3/4,1629589836,7.0,True,https://a.example https://b.example,NA,NA,old,${'0'.repeat(64)}`;
    const { records, problems } = await readBytes(mapped, text, { map: rich });
    expect(problems).toEqual([]);
    expect(records[0]).toMatchObject({
      channel: 'telegram:abc',
      id: '1_2-3_4',
      views: 7,
      deleted: true,
      links: ['https://a.example', 'https://b.example'],
      author: null,
      text: 'NA',
      forwardedFrom: { channel: 'telegram:old', id: null },
      media: [{ kind: 'media', sha256: '0'.repeat(64) }],
    });
  });

  it('makes several observations of one row, and sends rows to their mapping', async () => {
    const list = [
      { type: 'profile', const: { platform: 'x' }, fields: { channel: 'c', title: 'title', observedAt: 't' }, only: { c: 'a*' } },
      { type: 'post', const: { platform: 'x' }, fields: { channel: 'c', id: 'n', publishedAt: 't' }, only: { c: 'a*' } },
    ];
    const { records, problems } = await readBytes(
      mapped,
      'c,title,n,t\na.1,T,1,1629589836\na.1,T,2,1629589837\na.1,U,3,1629589838\nbx,T,4,1629589836',
      { map: list },
    );
    expect(records.map((record) => (record.type === 'profile' ? record.title : record.type === 'post' ? record.id : ''))).toEqual([
      'T',
      '1',
      '2',
      'U',
      '3',
    ]);
    expect(problems[0]?.reason).toMatch(/^no mapping applies to this row/);
  });

  it('gives the same however the bytes are cut', async () => {
    const rows = Array.from({ length: 2100 }, (_, i) => `${i},2020-01-01T00:00:00Z,"q\n${'ق'.repeat(i % 5)}"`);
    const whole = await expectSameHoweverCut(mapped, `n,when,words\n${rows.join('\n')}`, { map }, [777, 50_000]);
    expect(whole.records).toHaveLength(2100);
    expect(whole.chunks.length).toBeGreaterThan(2);
  });
});

describe('mapped JSON', () => {
  const objects = [
    { n: 1, when: '2020-01-01T00:00:00Z', words: 'a', deep: { list: [{ name: 'Abc' }] } },
    { n: 12345678901234567890n, when: 1577836800, words: 'b', deep: {} },
  ];
  const json = JSON.stringify(objects, (_, value) => (typeof value === 'bigint' ? `<${value}>` : value)).replace(/"<(\d+)>"/, '$1');

  it.each([
    ['an array', json, undefined],
    ['lines', json.slice(1, -1).replace('},{"n"', '}\n{"n"'), undefined],
    ['lines when told', json.slice(1, -1).replace('},{"n"', '}\n{"n"'), 'lines'],
    ['an array inside', `{"ok":true,"data":{"items":${json}}}`, '/data/items'],
    ['arrays inside arrays', `{"pages":[{"items":${json}},{"items":[]}]}`, '/pages/*/items'],
  ])('reads %s', async (_, text, records) => {
    const outcome = await readBytes(mapped, text, { map: { ...map, ...(records === undefined ? {} : { records }) } });
    expect(outcome.problems).toEqual([]);
    expect(outcome.records).toMatchObject([
      { id: '1', text: 'a', when: { at: Date.UTC(2020, 0, 1) } },
      { id: '12345678901234567890', text: 'b', when: { at: Date.UTC(2020, 0, 1) } },
    ]);
  });

  it('follows JSON pointers', async () => {
    const pointed = { ...map, const: { platform: 'x' }, fields: { ...map.fields, channel: '/deep/list/0/name' } };
    const { records, problems } = await readBytes(mapped, json, { map: pointed });
    expect(records).toMatchObject([{ channel: 'x:abc' }]);
    expect(problems[0]?.reason).toMatch(/^channel is missing/);
  });

  it('says where no record was found', async () => {
    const { hints } = await readBytes(mapped, '{"data":[]}', { map: { ...map, records: '/items' } });
    expect(hints).toEqual(['there is no record in the array "items": check "records" in the mapping file']);
  });

  it('gives the same however the bytes are cut', async () => {
    const list = [
      { ...map, type: 'profile', const: { platform: 'x' }, fields: { channel: 'c', title: 'c', observedAt: 'when' } },
      { ...map },
    ];
    const text = JSON.stringify(Array.from({ length: 300 }, (_, i) => ({ n: i, c: `c${i % 3}`, when: 1577836800 + i, words: 'é' })));
    const whole = await expectSameHoweverCut(mapped, text, { map: list }, [61, 4096]);
    expect(tally(whole.records)).toEqual({ profile: 300, post: 300 });
  });
});

describe('mapping files', () => {
  it.each([
    [null, /needs a mapping file: give --map FILE/],
    ['text', /no list of keys and values/],
    [[], /empty/],
    [{ ...map, type: 'posts' }, /type is none of post, profile, .*: "posts"/],
    [{ ...map, field: {} }, /^mapping: field is no key of a mapping/],
    [{ type: 'post' }, /fields is missing/],
    [{ ...map, fields: { date: 'when' } }, /fields\.date is no field of a post/],
    [{ ...map, fields: { id: 5 } }, /fields\.id is no column name or JSON pointer: 5/],
    [{ ...map, const: { plattform: 'x' } }, /const\.plattform is no field of a post/],
    [{ ...map, zone: 'Mars/Base' }, /zone is no time zone/],
    [{ ...map, records: 'items' }, /records is neither "lines" nor a JSON pointer/],
    [[map, { ...map, records: 'lines' }, { ...map, records: '/a' }], /records must be the same/],
    [[map, { ...map, type: 'x' }], /^mapping 2: type/],
    [
      { ...map, fields: { ...map.fields, views: 'seen' } },
      /views takes column "seen", which the file does not have: its columns are n, when, words/,
    ],
  ])('tells what is wrong with %j', async (wrong, message) => {
    await expect(readBytes(mapped, 'n,when,words\n1,2020-01-01T00:00:00Z,x', { map: wrong })).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(message),
    });
  });

  it('is never chosen without being told', () => {
    expect(mapped.recognise({ name: 'a.csv', bytes: Buffer.from('a,b'), text: 'a,b', whole: true })).toBe(0);
  });
});

const shared = sharedData();
describe.skipIf(shared === null)('the mapping files of the documentation, on real material', () => {
  it.each([
    ['1001000724666', 967],
    ['1001003921752', 905],
    ['1001039626561', 719],
    ['1001100158992', 633],
    ['1001117628569', 1000],
    ['1001138587070', 752],
  ])('reads the posts of news channel %s', async (name, posts) => {
    const { records, problems } = await readFile(mapped, join(shared ?? '', `texts/news-ru/${name}_messages.json`), {
      map: mapping('telegram-news'),
    });
    expect(problems).toEqual([]);
    expect(tally(records)).toEqual({ profile: 1, post: posts });
    expect(records[1]).toMatchObject({ channel: `telegram:#${name.slice(3)}`, nativeId: name.slice(3) });
  });

  it.each([
    ['official', 40_968],
    ['volunteers', 40_000],
  ])('reads the %s alerts', async (name, posts) => {
    const file = `firsts/air-raid/${name === 'official' ? 'official' : 'volunteer'}_data_en.csv`;
    const { records, problems } = await readFile(mapped, join(shared ?? '', file), { map: mapping(`air-raid-${name}`) });
    expect(problems).toEqual([]);
    expect(records).toHaveLength(posts);
  });

  it('reads the shares of an election', async () => {
    const bytes = gunzipSync(readFileSync(join(shared ?? '', 'firsts/german-election/german_elections.csv.gz')));
    const { records, problems } = await readBytes(mapped, bytes, { map: mapping('shared-links') });
    // Three rows have no post id.
    expect(problems.map((problem) => problem.reason)).toEqual(['id is missing', 'id is missing', 'id is missing']);
    expect(records).toHaveLength(218_968);
    const ids = new Set(records.map((record) => (record.type === 'post' ? record.id : '')));
    expect(ids.size).toBe(194_323);
  });
});
