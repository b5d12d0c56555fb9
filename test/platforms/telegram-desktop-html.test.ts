import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { telegramDesktopHtml } from '../../src/platforms/telegram/desktop-html.ts';
import { telegramDesktopJson } from '../../src/platforms/telegram/desktop-json.ts';
import { provisionalRef, titleHash } from '../../src/platforms/telegram/desktop-title.ts';
import { sharedData } from '../shared-data.ts';
import { FIXTURES, headOf, headOfFile, openFile, openText, readAll } from './telegram-reading.ts';

const GROUP = join(FIXTURES, 'group.html');
const at = (iso: string) => Date.parse(iso);

describe('telegram-desktop-html', () => {
  it('reads messages, joined ones, replies, forwards, media and polls, with the zone in the file', async () => {
    const { posts } = await readAll(telegramDesktopHtml, openFile(GROUP));
    const [, first, second, third, , fifth, sixth] = posts;
    expect(posts.map((post) => post.id)).toEqual(['10', '11', '12', '13', '14', '15', '16']);
    expect(first).toMatchObject({
      when: { at: at('2018-11-06T09:35:21Z'), after: at('2018-11-06T09:35:21Z'), by: at('2018-11-06T09:35:21Z') },
      author: 'Pat Example',
      text: 'First <line>\nbold both read #tag @lantern_two hidden',
      links: ['https://example.org/x?a=1&b=2', 'https://t.me/lantern_two'],
      action: null,
    });
    expect(second).toMatchObject({ author: 'Pat Example', replyTo: '9', text: 'a caption', media: [{ kind: 'image', sha256: null }] });
    expect(third).toMatchObject({
      author: 'Kim',
      text: 'forwarded words',
      forwardedFrom: { channel: null, id: null, at: at('2018-11-05T08:00:00Z') },
    });
    expect(fifth).toMatchObject({ author: null, text: 'Tea?\n- Yes\n- No', media: [{ kind: 'poll' }] });
    expect(sixth).toMatchObject({ text: 'still read' });
  });

  it('dates service messages by their day, and keeps no names from them', async () => {
    const { posts, profiles } = await readAll(telegramDesktopHtml, openFile(GROUP), { zone: '+01:00' });
    expect(posts[0]).toMatchObject({
      action: 'create_group',
      text: '',
      author: null,
      when: { after: at('2018-11-05T23:00:00Z'), by: at('2018-11-06T22:59:59Z') },
    });
    expect(posts[4]).toMatchObject({ action: 'pin_message', when: { at: at('2018-11-06T09:37:00Z'), by: at('2018-11-06T22:59:59Z') } });
    expect(profiles).toMatchObject([
      { title: 'Lantern', kind: 'group' },
      { title: 'Lantern & Friends', kind: null, createdAt: null },
    ]);
  });

  it('reports what it does not know, with place and message', async () => {
    const { problems } = await readAll(telegramDesktopHtml, openFile(GROUP));
    expect(problems.map((p) => [p.where, p.reason])).toEqual([
      ['message 16', expect.stringContaining('"div hologram"')],
      ['message 17', expect.stringContaining('"message strange"')],
      ['message 18', 'it has no time that can be read'],
    ]);
    const bytes = readFileSync(GROUP);
    for (const p of problems) expect(bytes.subarray(p.place, p.place + 60).toString()).toContain(`id="${p.where?.replace(' ', '')}"`);
  });

  it('goes by the title until --channel names the channel', async () => {
    const { posts, hints } = await readAll(telegramDesktopHtml, openFile(GROUP));
    expect(posts[0]?.channel).toBe('telegram:#title-20213c9c');
    expect(hints).toEqual([expect.stringContaining('--channel'), expect.stringContaining('--zone')]);
    expect(provisionalRef(' Lantern  &\nFriends ')).toBe(posts[0]?.channel);
    expect(titleHash('')).toBe('811c9dc5');
    const named = await readAll(telegramDesktopHtml, openFile(GROUP), { channel: 'telegram:#12', zone: 'Europe/Berlin' });
    expect(named.posts[0]).toMatchObject({ channel: 'telegram:#12', nativeId: '12' });
    expect(named.hints).toEqual([]);
  });

  it('reads times without a zone as intervals', async () => {
    const source = readFileSync(GROUP, 'utf8').replaceAll(' UTC+01:00', '');
    const wide = await readAll(telegramDesktopHtml, openText(source), { channel: 'telegram:x' });
    expect(wide.posts[1]?.when).toEqual({
      at: at('2018-11-06T10:35:21Z'),
      after: at('2018-11-05T20:35:21Z'),
      by: at('2018-11-06T22:35:21Z'),
    });
    expect(wide.posts[3]?.forwardedFrom).toEqual({ channel: null, id: null, at: null });
    const exact = await readAll(telegramDesktopHtml, openText(source), { zone: 'Europe/Berlin' });
    expect(exact.posts[1]?.when.by).toBe(at('2018-11-06T09:35:21Z'));
  });

  it('gives the same for any pieces, and for a cut file what is whole', async () => {
    const source = readFileSync(GROUP);
    const whole = await readAll(telegramDesktopHtml, openText(source));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), async (size) => {
        const other = await readAll(telegramDesktopHtml, openText(source, size));
        expect([other.records, other.places, other.problems]).toEqual([whole.records, whole.places, whole.problems]);
      }),
      { numRuns: 40 },
    );
    const cut = await readAll(telegramDesktopHtml, openText(source.subarray(0, source.indexOf('a caption'))));
    expect(cut.posts.map((post) => post.id)).toEqual(['10', '11']);
    expect(cut.problems).toMatchObject([{ where: 'message 12', reason: 'the file ends in the middle of it' }]);
  });

  it('survives nesting, giant messages and foreign files', async () => {
    const message = (id: number, text: string) =>
      `<div class="message default clearfix" id="message${id}"><div class="body"><div class="pull_right date details" title="06.11.2018 10:35:21"></div><div class="text">${text}</div></div></div>`;
    const page = `<div class="page_header"><div class="text">T</div></div><div class="history">${message(1, `${'<b>'.repeat(100_000)}x${'</b>'.repeat(100_000)}`)}${message(2, 'y'.repeat(9_000_000))}${message(3, 'z')}${message(4, `${'<b>'.repeat(300)}x${'</b>'.repeat(300)}`)}</div>`;
    const { posts, problems } = await readAll(telegramDesktopHtml, openText(page));
    expect(posts.map((post) => [post.id, post.text])).toEqual([
      ['3', 'z'],
      ['4', 'x'],
    ]);
    expect(problems).toMatchObject([
      { where: 'message 1', reason: 'its markup is nested deeper than 512 levels' },
      { where: 'message 2', reason: expect.stringContaining('bytes long') },
    ]);
    for (const other of ['', 'plain', '<html><body><p>hello</p></body></html>']) {
      const read = await readAll(telegramDesktopHtml, openText(other));
      expect(read.records).toEqual([]);
      expect(read.problems.length).toBeGreaterThan(0);
      expect(telegramDesktopHtml.recognise(headOf(other))).toBe(0);
    }
    expect(telegramDesktopHtml.recognise(await headOfFile(GROUP))).toBeGreaterThan(0.9);
  });
});

describe.skipIf(sharedData() === null)('telegram-desktop-html: five real pages of 2018 to 2022', () => {
  const folder = join(sharedData() ?? '', 'telegram-export/html-channel-2018-2022');
  const files = sharedData() === null ? [] : readdirSync(folder).filter((file) => file.endsWith('.html'));

  it('accounts for every one of the 5,185 message blocks', async () => {
    let posts = 0;
    let separators = 0;
    for (const file of files) {
      const bytes = readFileSync(join(folder, file), 'utf8');
      const head = await headOfFile(join(folder, file));
      expect([telegramDesktopHtml.recognise(head) > 0.9, telegramDesktopJson.recognise(head)]).toEqual([true, 0]);
      const read = await readAll(telegramDesktopHtml, openFile(join(folder, file)), { name: file });
      expect(read.problems).toEqual([]);
      posts += read.posts.length;
      separators += bytes.match(/id="message-\d+"/g)?.length ?? 0;
      expect(read.posts.every((post) => post.author === null && post.channel === 'telegram:#title-47873a5b')).toBe(true);
      expect(read.posts.filter((post) => post.action === null && (post.text === '' || post.links.length === 0)).length).toBeLessThan(60);
      expect(new Set(read.posts.map((post) => post.id)).size).toBe(read.posts.length);
    }
    expect([posts, separators, posts + separators]).toEqual([5000, 185, 5185]);
  });

  it('goes on from any chunk with exactly what is left', async () => {
    const many = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('');
    const whole = await readAll(telegramDesktopHtml, openText(many));
    expect(whole.chunks.length).toBeGreaterThan(2);
    let seen = 0;
    for (const chunk of whole.chunks) {
      seen += chunk.records.length;
      const state: unknown = JSON.parse(JSON.stringify(chunk.state));
      const rest = await readAll(telegramDesktopHtml, openText(many, 9973), {}, { offset: chunk.end, state });
      expect(rest.records).toEqual(whole.records.slice(seen));
      expect(rest.places).toEqual(whole.places.slice(seen));
    }
  });
});
