import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf, type JsonBatch, type JsonElement, jsonElements } from '../../src/text/json-elements.ts';

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  // One buffer for all pieces: a reader that keeps a view of a piece would see it overwritten.
  const shared = Buffer.alloc(Math.max(1, ...sizes));
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1);
    const piece = bytes.subarray(at, at + size);
    shared.fill(0x7f);
    shared.set(piece);
    yield shared.subarray(0, piece.length);
    at += size;
  }
}

interface All {
  elements: JsonElement[];
  closed: JsonBatch['closed'];
  problems: JsonBatch['problems'];
  batches: JsonBatch[];
}

async function readAll(
  source: string | Uint8Array,
  wanted: string[],
  sizes: readonly number[] = [65536],
  from: { offset: number; state: unknown } | null = null,
  cap?: number,
): Promise<All> {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  const all: All = { elements: [], closed: [], problems: [], batches: [] };
  for await (const batch of jsonElements(pieces(bytes.subarray(from?.offset ?? 0), sizes), wanted, from, cap)) {
    all.batches.push(batch);
    all.elements.push(...batch.elements);
    all.closed.push(...batch.closed);
    all.problems.push(...batch.problems);
  }
  return all;
}

const texts = (all: All) => all.elements.map((element) => element.text);
const flaws = (all: All) => all.elements.map((element) => element.flaw);
const ids = (all: All) => all.elements.filter((e) => e.flaw === null).map((e) => (JSON.parse(e.text) as { id: number }).id);

describe('jsonElements: whole documents', () => {
  it('gives the elements of any array as JSON.parse sees them, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }), { maxLength: 8 }),
        fc.dictionary(fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }), fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' }), {
          maxKeys: 4,
        }),
        fc.constantFrom(0, 1, 2, '\t'),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (list, others, space, sizes, first) => {
          const { messages: _, ...rest } = others;
          const document = first ? { messages: list, ...rest } : { ...rest, messages: list };
          const source = Buffer.from(JSON.stringify(document, null, space));
          const all = await readAll(source, ['messages'], sizes);
          expect(all.problems).toEqual([]);
          expect(flaws(all).filter((flaw) => flaw !== null)).toEqual([]);
          expect(texts(all).map((text) => JSON.parse(text))).toEqual(JSON.parse(source.toString()).messages);
          for (const e of all.elements) expect(source.subarray(e.offset, e.offset + e.length).toString()).toBe(e.text);
          const fields = Object.entries(JSON.parse(source.toString()) as object).filter(
            ([key, v]) => key !== '' && (v === null || typeof v !== 'object'),
          );
          const exact = fields.map(([key, v]) => [key, /^-?\d{16,}$/.test(String(v)) ? String(v) : v]);
          expect(all.closed.map((scope) => scope.fields)).toEqual([Object.fromEntries(exact)]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads a list that is the document, lists in lists, and what surrounds them', async () => {
    expect(texts(await readAll('\ufeff [1, "a]", {"b":[2]}, [3], null]', ['']))).toEqual(['1', '"a]"', '{"b":[2]}', '[3]', 'null']);
    const source = `{"about":"x","chats":{"list":[
      {"name":"one","type":"public_channel","id":1,"messages":[{"id":1},{"id":2}]},
      {"messages":[{"id":3}],"name":"two","id":9007199254740993},
      {"name":"three","messages":[]}]},"left_chats":{"list":[{"id":4,"messages":[{"id":5}]}]},"n":-1.5e3}`;
    const all = await readAll(source, ['chats.list[].messages', 'left_chats.list[].messages'], [7]);
    expect(all.problems).toEqual([]);
    expect(ids(all)).toEqual([1, 2, 3, 5]);
    expect(all.elements.map((e) => e.path)).toEqual([...Array(3).fill('chats.list[].messages'), 'left_chats.list[].messages']);
    expect(all.elements[0]?.scopes.map((s) => [s.path, s.fields])).toEqual([
      ['', { about: 'x' }],
      ['chats', {}],
      ['chats.list[]', { name: 'one', type: 'public_channel', id: 1 }],
    ]);
    expect(all.elements[2]?.scopes.at(-1)?.fields).toEqual({});
    expect(all.closed.filter((s) => s.path === 'chats.list[]').map((s) => s.fields)).toEqual([
      { name: 'one', type: 'public_channel', id: 1 },
      { name: 'two', id: '9007199254740993' },
      { name: 'three' },
    ]);
    const late = all.elements[2]?.scopes.at(-1)?.offset ?? 0;
    expect(await fieldsOf(pieces(Buffer.from(source).subarray(late), [5]), ['name', 'id', 'type'])).toEqual({
      name: 'two',
      id: '9007199254740993',
    });
  });

  it('goes on from any batch with exactly what is left', async () => {
    const list = Array.from({ length: 40 }, (_, id) => ({ id, text: `جملة ${id} "{[\\`, more: [{ id: -id }] }));
    for (const [space, wanted] of [
      [1, 'messages'],
      [0, 'messages'],
    ] as const) {
      const good = JSON.stringify({ name: 'n', chat: { deep: [1] }, messages: list, after: 1 }, null, space);
      for (const source of [good, good.replace('جملة 7 "'.slice(0, 4), 'x"'), good.slice(0, 900), good.replace('{"id":9', '{"id":{9')]) {
        const all = await readAll(source, [wanted], [97]);
        expect(all.batches.length).toBeGreaterThan(5);
        let seen = 0;
        let problems = 0;
        let closed = 0;
        for (const batch of all.batches) {
          seen += batch.elements.length;
          problems += batch.problems.length;
          closed += batch.closed.length;
          const state: unknown = JSON.parse(JSON.stringify(batch.state));
          const rest = await readAll(source, [wanted], [61], { offset: batch.offset, state });
          expect(rest.elements).toEqual(all.elements.slice(seen));
          expect(rest.problems).toEqual(all.problems.slice(problems));
          expect(rest.closed).toEqual(all.closed.slice(closed));
        }
      }
    }
  });
});

describe('jsonElements: bad input', () => {
  const chat = (body: string) => `{\n "name": "n",\n "messages": [\n${body}\n ],\n "id": 5\n}`;
  const message = (id: number, rest = '') => `  {\n   "id": ${id},\n   "list": [\n    {\n     "id": 0\n    }\n   ]${rest}\n  }`;

  it.each([
    ['a quote is missing', message(2).replace('"list"', '"text": "abc,\n   "list"')],
    ['an object is not closed', message(2).replace(/}$/, '')],
    ['a list is not closed', message(2).replace('   ]', '')],
    ['a brace too many', message(2).replace('[', '[{')],
    ['a character that may not be', message(2).replace('0', '§')],
    ['a stray bracket', message(2).replace('"id": 0', '"id": ]')],
  ])('finds the next element on its own line where %s', async (_, broken) => {
    const source = chat([message(1), broken, message(3), message(4)].join(',\n'));
    for (const sizes of [[65536], [1], [13, 5]]) {
      const all = await readAll(source, ['messages'], sizes);
      expect(ids(all)).toEqual([1, 3, 4]);
      expect(all.elements[1]).toMatchObject({ offset: source.indexOf('{\n   "id": 2'), flaw: expect.any(String) });
      expect(all.closed).toMatchObject([{ fields: { name: 'n', id: 5 } }]);
      expect(all.elements).toHaveLength(4);
    }
  });

  it.each([
    ['a quote is missing', '{"id":2,"text":"abc,"list":[{"id":0}]}'],
    ['an object is not closed', '{"id":2,"list":[{"x":0}]'],
    ['a list is not closed', '{"id":2,"list":[{"x":0}}'],
    ['a bare word', '{"id":2,"x":NaN}'],
  ])('finds the next element by how elements begin where %s', async (_, broken) => {
    const source = `{"name":"n","messages":[{"id":1,"text":"{\\"id\\""},${broken}, {"id":3},{"id":4}],"id":5}`;
    for (const sizes of [[65536], [1], [13, 5]]) {
      const all = await readAll(source, ['messages'], sizes);
      expect(ids(all).filter((id) => id !== 0)).toEqual([1, 3, 4]);
      expect(all.elements.filter((e) => e.flaw !== null)).toHaveLength(1);
      expect(all.closed).toMatchObject([{ fields: { name: 'n', id: 5 } }]);
    }
  });

  it('never takes the elements of another list for those of a broken one', async () => {
    const source = `{"chats":{"list":[{"id":1,"messages":[{"id":11},{"id":12,"text":"abc}]},{"id":2,"messages":[{"id":21}]}]}}`;
    const all = await readAll(source, ['chats.list[].messages']);
    expect(ids(all)).toEqual([11]);
    expect(all.elements[1]?.flaw).toMatch(/no way back/);
    const pretty = JSON.stringify(JSON.parse(source.replace('"abc', '1')), null, 1).replace('"text": 1', '"text": "abc');
    const found = await readAll(pretty, ['chats.list[].messages'], [11]);
    expect(found.elements.map((e) => [e.flaw === null, e.scopes.at(-1)?.fields['id']])).toEqual([
      [true, 1],
      [false, 1],
      [true, 2],
    ]);
  });

  it('reads on past a broken header', async () => {
    const all = await readAll('{\n "name": "a,\n "id": 1\n "messages": [\n  {"id":1}\n  {"id":2}\n ]\n}', ['messages'], [3]);
    expect(ids(all)).toEqual([1, 2]);
    expect(all.problems.map((p) => p.reason)).toEqual([
      expect.stringContaining('cannot be read'),
      'a comma is missing before this',
      'a comma is missing before this',
      'a comma is missing before this',
    ]);
  });

  it('gives what is whole of a file cut anywhere, and one problem', async () => {
    const source = chat([message(1), message(2), message(3)].join(',\n'));
    for (let cut = 1; cut < source.length - 1; cut++) {
      const all = await readAll(source.slice(0, cut), ['messages']);
      expect(ids(all)).toEqual([1, 2, 3].filter((id) => source.indexOf(message(id)) + message(id).length <= cut));
      expect(all.problems.length + flaws(all).filter((flaw) => flaw !== null).length).toBe(1);
    }
    expect((await readAll('', ['messages'])).problems).toMatchObject([{ reason: 'there is no JSON document in it' }]);
  });

  it('passes a million levels by without a crash, wherever they are', async () => {
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    const all = await readAll(`{"x":${deep},"messages":[{"id":1},{"id":2,"x":${deep}},{"id":3}]}`, ['messages']);
    expect(ids(all)).toEqual([1, 3]);
    expect(all.elements[1]).toMatchObject({ flaw: 'it is nested deeper than 512 levels', length: 2_000_013 });
    const open = await readAll('{"messages":'.repeat(500_000), ['messages']);
    expect(open.problems.length).toBe(1);
  });

  it('does not keep an element over the cap, and goes on after it', async () => {
    const source = `[{"id":1},{"id":2,"t":"${'x'.repeat(5000)}"},{"id":3}]`;
    for (const sizes of [[65536], [1], [700]]) {
      const all = await readAll(source, [''], sizes, null, 1000);
      expect(ids(all)).toEqual([1, 3]);
      expect(all.elements[1]).toMatchObject({ offset: 10, length: 5015, flaw: expect.stringContaining('5015 bytes') });
      expect(all.elements[1]?.text).toHaveLength(200);
    }
  });

  it('flags an element that is not UTF-8', async () => {
    const source = Buffer.from('[{"id":1},{"id":2,"t":"\u00ff"},{"id":3,"t":"ä"}]', 'latin1');
    const all = await readAll(source, ['']);
    expect(flaws(all)).toEqual([null, 'it is not valid UTF-8', 'it is not valid UTF-8']);
  });

  it('says where a document does not look like JSON, and stops', async () => {
    const all = await readAll('<html> '.repeat(100), ['messages'], [9]);
    expect(all.problems).toMatchObject([{ place: 0 }, { reason: expect.stringContaining('it is not read') }]);
    expect((await readAll('<'.repeat(9) + ' <'.repeat(200), ['messages'], [9])).problems.at(-1)?.reason).toMatch(/too damaged/);
    expect((await readAll('{"messages":[{"id":1}]} {"messages":[]}', ['messages'])).problems).toMatchObject([{ place: 24 }]);
  });

  it('survives any damage, and gives the same for any cutting', async () => {
    const good = Buffer.from(chat([message(1), message(2, ',\n   "text": "a \\"quoted\\" {word}"'), message(3)].join(',\n')));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.constantFrom(34, 92, 10, 123, 125, 91, 93, 44, 58, 32, 0, 255)), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 }),
        async (changes, sizes) => {
          const bytes = Buffer.from(good);
          for (const [at, byte] of changes) bytes[at] = byte;
          const { batches: _, ...all } = await readAll(bytes, ['messages']);
          const { batches, ...other } = await readAll(bytes, ['messages'], sizes);
          expect(other).toEqual(all);
          for (const batch of batches) {
            const { batches: __, ...rest } = await readAll(bytes, ['messages'], sizes, { offset: batch.offset, state: batch.state });
            const last = all.elements.length - rest.elements.length;
            expect(rest.elements).toEqual(all.elements.slice(last));
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
