import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Post } from '../../src/model/observation.ts';
import { type Known, type Look, type LookInput, NOTHING_KNOWN } from '../../src/model/watch.ts';
import { telegramWatch } from '../../src/platforms/telegram/watch.ts';
import { type Given, given } from './conformance-ask.ts';
import { CHANNEL, SEEN, saved } from './telegram-watch-cases.ts';

const NOON = Date.UTC(2026, 4, 1, 12);

async function look(serve: Given, known: Partial<Known> = {}, pages = 1): Promise<Look> {
  const input: LookInput = {
    channel: CHANNEL,
    known: { ...NOTHING_KNOWN, ...known },
    settings: { base: null, own: {} },
    startedAt: NOON,
    pages,
  };
  return telegramWatch.look(input, given(serve).ask);
}

const PREVIEWED: Partial<Known> = { own: { preview: true } };

describe('posts of the preview', async () => {
  const seen = await look({ '/s/garden': saved('preview-rich') }, PREVIEWED);
  const post = (id: number): Post => seen.posts.find((one) => one.id === String(id)) as Post;
  const media = (id: number): string[] => post(id).media.map((one) => one.kind);

  test('each block is one post, an album too', () => {
    expect(seen.posts.map((one) => Number(one.id))).toEqual([
      ...Array.from({ length: 9 }, (_, i) => i + 1),
      12,
      13,
      14,
      15,
      16,
      17,
      18,
      19,
      20,
    ]);
    expect(media(9)).toEqual(['image', 'image', 'video']);
    expect(post(9).text).toBe('Three views of a bed.');
  });
  test('identity, time to the second, and when it was seen', () => {
    expect(post(3)).toMatchObject({ channel: CHANNEL, nativeId: '1554951087', clockErrorMs: 1000, deleted: false, action: null });
    const at = Date.UTC(2026, 3, 30, 8, 3, 5);
    expect(post(3).when).toEqual({ at, after: at, by: at });
    expect(post(3).observedAt).toBe(NOON + 400);
  });
  test('text with its line breaks and characters, link targets beside it', () => {
    expect(post(3).text).toBe('Reading list: here, @orchard, #tea, mail and the club\nSecond line 🌱');
    expect(post(3).links).toEqual(['https://books.example/list?a=1&b=2', 'https://t.me/orchard', 'https://t.me/+AbCdEfGhIjKlMnOp']);
  });
  test('a link that is escaped twice, and one on a button', () => {
    expect(post(4).links).toEqual(['https://shop.example/?seed=1&soil=2']);
    expect(post(20).links).toEqual(['https://tt.me/garden']);
  });
  test('views are numbers', () => {
    expect([post(3).views, post(4).views, post(5).views, post(1).views]).toEqual([12_500_000, 1200, 120, null]);
  });
  test('only who signed is an author', () => {
    expect([post(3).author, post(4).author, post(8).author]).toEqual(['Rosa', null, null]);
  });
  test('an edit was no later than the page', () => {
    expect(post(4).editedAt).toBe(1_777_636_800_000);
    expect(post(3).editedAt).toBeNull();
  });
  test('forwards by link only; a name may be a person', () => {
    expect(post(5).forwardedFrom).toEqual({ channel: 'telegram:orchard', id: '77', at: null });
    expect(post(6).forwardedFrom).toEqual({ channel: null, id: null, at: null });
    expect(post(7).forwardedFrom).toEqual({ channel: null, id: null, at: null });
    expect(post(8).forwardedFrom).toBeNull();
  });
  test('an answer keeps its own words', () => {
    expect(post(8)).toMatchObject({ replyTo: '3', text: 'A comment on the list.' });
  });
  test('service messages are actions and keep no words', () => {
    expect([post(1), post(2)].map((one) => [one.action, one.text])).toEqual([
      ['create_channel', ''],
      ['edit_group_photo', ''],
    ]);
  });
  test('kinds of media', () => {
    expect([12, 13, 14, 15, 16, 17, 18, 19].map(media)).toEqual([
      ['poll'],
      ['file'],
      ['voice'],
      ['audio'],
      ['location'],
      ['unsupported'],
      [],
      ['sticker'],
    ]);
    expect(post(12).text).toBe('Which tea?\n- Mint\n- Sage');
  });
  test('service messages are no known posts', () => {
    expect(seen.known.posts).toEqual(['20', '19', '18', '17', '16']);
  });
});

describe('edits', () => {
  const first = (file: string): Promise<Look> => look({ '/s/garden': saved(file) }, PREVIEWED);
  test('a post whose words changed is told again, once', async () => {
    const before = await first('preview-before-edit');
    const after = await look({ '/s/garden': saved('preview-after-edit') }, before.known);
    expect(after.posts.map((one) => [one.id, one.text, one.editedAt])).toEqual([['30', 'Sow on Friday.', 1_777_640_400_000]]);
    expect((await look({ '/s/garden': saved('preview-after-edit') }, after.known)).posts).toEqual([]);
  });
  test('a mark without a change is none, nor are more views', async () => {
    const before = await first('preview-before-edit');
    expect((await look({ '/s/garden': saved('preview-marked-edit') }, before.known)).posts).toEqual([]);
  });
  test("a group's known post that was edited", async () => {
    const serve = (file: string): Given => ({ '/garden': saved('group'), '/garden/100': saved(file) });
    const before = await look(serve('embed'), { kind: 'group', posts: ['100'], lastPost: '100' });
    expect(before.posts).toEqual([]);
    const after = await look(serve('embed-edited'), before.known);
    expect(after.posts.map((one) => one.text)).toEqual(['Seedling note 100: water at night.']);
  });
});

describe('profiles', () => {
  test('are told again when they change, not when a few more subscribe', async () => {
    const before = await look({ '/s/garden': saved('preview-before-edit') }, PREVIEWED);
    expect((await look({ '/s/garden': saved('preview-a-few-more') }, before.known)).profile).toBeNull();
    expect((await look({ '/s/garden': saved('preview-about-changed') }, before.known)).profile?.about).toBe('Books and coffee.');
  });
});

/** A preview of a channel with these ids, as t.me pages it: newest 20, or the 20 before an id. */
function previewOf(ids: readonly number[], before: number | null): string {
  const shown = ids.filter((id) => before === null || id < before).slice(-20);
  const oldest = shown[0] ?? 0;
  const older = ids.some((id) => id < oldest) ? `<link rel="prev" href="/s/garden?before=${oldest}">` : '';
  const posts = shown.map(
    (id) =>
      `<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="garden/${id}"><div class="tgme_widget_message_text js-message_text">Note ${id}</div><a class="tgme_widget_message_date"><time datetime="2026-04-30T10:00:00+00:00"></time></a></div></div>`,
  );
  const none = shown.length === 0 ? '<div class="tme_no_messages_found">No posts found</div>' : '';
  const pad = `<p>${'A garden. '.repeat(60)}</p>`;
  return `<html><head>${older}</head><body><div class="tgme_channel_info"><div class="tgme_channel_info_header_title">Garden</div></div>${posts.join('')}${none}${pad}</body></html>`;
}

const growth = fc.record({
  posts: fc.integer({ min: 0, max: 90 }),
  skip: fc.integer({ min: 0, max: 3 }),
  pages: fc.integer({ min: 0, max: 6 }),
  fails: fc.array(fc.boolean(), { maxLength: 6 }),
});

describe('collecting', () => {
  test('however posts, pages and failures fall, each post behind the first look is told once and none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(growth, { minLength: 1, maxLength: 14 }), async (steps) => {
        const ids: number[] = [1];
        let known: Known = { ...NOTHING_KNOWN, lastPost: '1', own: { preview: true } };
        const told: number[] = [];
        const lookOnce = async (pages: number, fails: readonly boolean[]): Promise<Look> => {
          const seen = await look(
            (request, asked) => {
              const before = new URL(request.url).searchParams.get('before');
              return fails[asked] === true ? { failure: 'reset' } : previewOf(ids, before === null ? null : Number(before));
            },
            known,
            pages,
          );
          known = seen.known;
          told.push(...seen.posts.map((one) => Number(one.id)));
          return seen;
        };
        for (const { posts, skip, pages, fails } of steps) {
          for (let i = 0; i < posts; i++) ids.push((ids.at(-1) ?? 0) + 1 + (i === 0 ? skip : 0));
          await lookOnce(pages, fails);
          expect(JSON.stringify(known).length).toBeLessThan(2048);
        }
        let last = await lookOnce(50, []);
        for (let i = 0; last.more && i < 20; i++) last = await lookOnce(50, []);
        expect(last.more).toBe(false);
        expect([...new Set(told)].sort((a, b) => a - b)).toEqual(ids.slice(1));
        // Only where more than eight gaps had to be remembered is anything told twice.
        if (steps.length <= 8) expect(told.length).toBe(ids.length - 1);
      }),
      { numRuns: 40 },
    );
  });
  test('SEEN is a state that a look can leave behind', async () => {
    const seen = await look({ '/s/garden': saved('preview') }, SEEN);
    expect(Object.keys(seen.known.own).sort()).toEqual(Object.keys(SEEN.own ?? {}).sort());
  });
});
