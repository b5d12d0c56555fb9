import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { maxBotApi } from '../../src/platforms/max/bot-api.ts';
import { platform } from '../../src/platforms/max/index.ts';
import { tamTamBotApi } from '../../src/platforms/tamtam/bot-api.ts';
import { headOf, readBytes, readFile, tally } from '../formats/reading.ts';
import { sharedData } from '../shared-data.ts';

describe('MAX', () => {
  it('reads a webhook call', async () => {
    const text = readFileSync(resolve(import.meta.dirname, '../fixtures/max/webhook.json'), 'utf8');
    expect(maxBotApi.recognise(headOf(text))).toBeGreaterThan(0.8);
    expect(tamTamBotApi.recognise(headOf(text))).toBe(0);
    const { records, problems } = await readBytes(maxBotApi, text);
    expect(problems).toEqual([]);
    expect(records).toMatchObject([
      {
        channel: 'max:valley_library',
        nativeId: '-70000000000005',
        id: 'mid.ffffc055e1a0cffb019d496b34394b84',
        when: { at: 1775053255737 },
        views: 3,
        author: null,
      },
    ]);
    expect(platform.readers).toContain(maxBotApi);
  });
});

const shared = sharedData();
describe.skipIf(shared === null)('the sample answers of MAX', () => {
  const folder = join(shared ?? '', 'platform-schemas/max/stabs');
  const files = shared === null ? [] : readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));

  it('are all accounted for: each gives records or says why not', async () => {
    expect(files).toHaveLength(42);
    const found: Record<string, number> = {};
    let refused = 0;
    for (const file of files) {
      const { records, problems } = await readFile(maxBotApi, join(folder, file));
      expect(records.length + problems.length, file).toBeGreaterThan(0);
      if (records.length === 0) refused++;
      for (const [type, count] of Object.entries(tally(records))) found[type] = (found[type] ?? 0) + count;
    }
    expect(found).toEqual({ post: 4, profile: 5, 'sighting alive': 9, 'sighting unknown': 2 });
    expect(refused).toBe(26);
  });

  it('are recognised as of MAX where they are JSON about chats', async () => {
    for (const file of files.filter((name) => name.endsWith('.json') && !name.includes('error.'))) {
      const head = headOf(readFileSync(join(folder, file)), file);
      expect(maxBotApi.recognise(head), file).toBeGreaterThan(0.8);
      expect(tamTamBotApi.recognise(head), file).toBe(0);
    }
    expect(maxBotApi.recognise(headOf(readFileSync(join(folder, 'upload.video.response.xml'))))).toBe(0);
  });

  it('keep ids and forwards as they are', async () => {
    const { records } = await readFile(maxBotApi, join(folder, 'webhook.message_created.json'));
    expect(records).toMatchObject([
      {
        channel: 'max:#-70801090403050',
        nativeId: '-70801090403050',
        id: 'mid.ffffbdb48e6c3775019d496b34394b84',
        author: '123456789',
        text: '...\nЛада седан - баклажан',
        forwardedFrom: { channel: 'max:#-695695695695', id: 'mid.sha-more', at: null },
      },
    ]);
  });
});
