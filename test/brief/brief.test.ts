import { describe, expect, it } from 'vitest';
import { renderBrief } from '../../src/brief/brief.ts';
import type { Audience, BriefInput, Format, Language } from '../../src/brief/input.ts';
import { readPage, type TextPiece } from './reading.ts';
import { AT, HANDLES, sample } from './sample.ts';

const LANGUAGES: Language[] = ['en', 'ar'];
const AUDIENCES: Audience[] = ['internal', 'partner', 'public'];
const EVERY = LANGUAGES.flatMap((language) => AUDIENCES.map((audience) => ({ language, audience })));

/** A mass loss and an empty roster on top: whatever a brief can say. */
function everything(audience: Audience): BriefInput {
  const { census } = sample();
  const loss = {
    platform: 'telegram',
    from: AT - 7_200_000,
    to: AT,
    channels: HANDLES.slice(0, 6),
    watched: 8,
    controls: [{ channel: 'telegram:weather_town', status: 'alive' as const, at: AT }],
  };
  return sample({ audience, delayDays: audience === 'public' ? 14 : null, census: { ...census, massLosses: [loss] } });
}

function within(piece: TextPiece, name: string, className?: string): boolean {
  return piece.within.some(
    (open) => open.name === name && (className === undefined || (open.attributes['class'] ?? '').includes(className)),
  );
}

/** Sections whose numbers must lead to a note: all but the notes themselves. */
function bodyPieces(html: string): TextPiece[] {
  return readPage(html).pieces.filter(
    (piece) => (within(piece, 'main') || within(piece, 'header')) && !piece.within.some((open) => open.attributes['id'] === 'notes'),
  );
}

describe('every number leads to a note', () => {
  it.each(EVERY)('in the page ($language, $audience)', ({ language, audience }) => {
    const html = renderBrief(everything(audience), language, 'html');
    const { elements } = readPage(html);
    const noted = new Set<unknown>();
    // A table or figure is noted by the link in its caption, a count by the link inside.
    for (const { within: path } of readPage(html).pieces.filter((piece) => within(piece, 'a', 'note')))
      for (const open of path) noted.add(open.attributes['href']);
    const ids = new Set(elements.map((element) => element.attributes['id']));
    expect(noted.size).toBeGreaterThan(10);
    for (const href of noted) if (typeof href === 'string') expect(ids).toContain(href.slice(1));

    for (const piece of bodyPieces(html)) {
      if (!/\d/.test(piece.text) || within(piece, 'time') || within(piece, 'bdi') || within(piece, 'a', 'note')) continue;
      const inside = within(piece, 'table') || within(piece, 'figure') || within(piece, 'span', 'count');
      const word = /SHA-256/.test(piece.text) && !/\d/.test(piece.text.replace('SHA-256', ''));
      expect(inside || word, `a number without a note: "${piece.text}"`).toBe(true);
    }
  });

  it('in every table and figure, through its caption', () => {
    const html = renderBrief(everything('internal'), 'en', 'html');
    const captions = html.match(/<(caption|figcaption)>.*?<\/\1>/gs) ?? [];
    expect(captions.length).toBeGreaterThan(8);
    for (const caption of captions) expect(caption).toContain('class="note"');
    expect(html.match(/<table/g)?.length).toBe(html.match(/<caption>/g)?.length);
  });

  it('and each count holds its link', () => {
    const html = renderBrief(everything('internal'), 'ar', 'html');
    for (const count of html.match(/<span class="count">.*?<\/span>/gs) ?? []) expect(count).toMatch(/href="#note-\d+"/);
  });

  it('in Markdown too: each reference has its footnote', () => {
    const md = renderBrief(everything('partner'), 'en', 'md');
    const asked = new Set([...md.matchAll(/\[\^(\d+)\](?!:)/g)].map((m) => m[1]));
    const given = new Set([...md.matchAll(/^\[\^(\d+)\]: /gm)].map((m) => m[1]));
    expect(asked.size).toBeGreaterThan(10);
    expect([...asked].filter((n) => !given.has(n))).toEqual([]);
  });

  it('down to the bytes: entry, digest and offset of the deciding records, and how many more there are', () => {
    const html = renderBrief(everything('partner'), 'en', 'html');
    const note = readPage(html).text;
    expect(note).toContain('sightings/12: log entry 4, file 4f2a91c0d3e7, byte 1,440');
    expect(html).toContain('title="4f2a91c0d3e7b5a6978812345678abcdef0011223344556677889900aabbccdd"');
    expect(note).toMatch(/\d+ more/);
  });

  it('says so where the bytes of a record cannot be found', () => {
    const html = renderBrief(sample({ origins: new Map() }), 'en', 'html');
    expect(readPage(html).text).toContain('sightings/11: its place in the evidence could not be found');
  });
});

describe('what it says', () => {
  const en = (change: Partial<BriefInput> = {}, format: Format = 'html') => {
    const made = renderBrief(sample(change), 'en', format);
    return format === 'html' ? readPage(made).text : made;
  };

  it('names the earliest of the copies seen, never more', () => {
    const told = en();
    expect(told).toContain('The earliest of the copies seen among 5 channels');
    expect(told).toContain('Order of platforms: established.');
    expect(told).toContain('at least 117 seconds');
    expect(told).toContain('at most 123 seconds');
  });

  it('says as a result that an order is not established', () => {
    const told = en();
    expect(told).toContain('Order of platforms: not established.');
    expect(told).toMatch(/at most 210 seconds\[\d+\] earlier, but may be up to 30 seconds\[\d+\] later/);
  });

  it('prints disagreeing assertions side by side, each with its source and as-of date', () => {
    const md = en({}, 'md');
    const [first, second] = md.split('\n').filter((line) => /press office|بلدية المثال/.test(line));
    expect(first).toContain('2019-11-30 03:00Z');
    expect(second).toContain('No official request was received');
    expect(second).toContain('hxxps');
  });

  it('states no cause and no percentage', () => {
    for (const { language, audience } of EVERY) {
      const { text } = readPage(renderBrief(everything(audience), language, 'html'));
      expect(text).not.toMatch(/%|because of|محذوفة|هجرة|رقابة/);
    }
  });

  it('shows times in the zone of the case, and names it', () => {
    const { settings } = sample();
    const told = en({ settings: { ...settings, zone: 'Europe/Brussels' } });
    expect(told).toContain('Times are shown in Europe/Brussels (UTC+01:00).');
    expect(told).toContain('30 November 2019, 16:00 UTC+01:00');
    expect(told).toContain('Time in \u2066Europe/Brussels (UTC+01:00)\u2069, 29 November 2019');
  });

  it('is honest about an empty case', () => {
    const empty = sample({
      at: null,
      sources: [],
      records: [],
      problems: 0,
      log: null,
      census: { at: 0, channels: [], platforms: [], massLosses: [] },
      signposts: { total: 0, totals: [], list: [] },
      statements: { total: 0, list: [] },
      disputes: [],
      assertions: [],
      events: [],
      known: [],
    });
    for (const language of LANGUAGES)
      for (const format of ['html', 'md'] as const) {
        const told = renderBrief(empty, language, format);
        expect(told).toContain(language === 'en' ? 'Nothing was imported into this case yet.' : 'لم يُستورد شيء إلى هذه القضية بعد.');
        expect(told).not.toContain('NaN');
        expect(told).not.toMatch(/1970|Infinity|undefined/);
      }
  });

  it('reports an unconfirmed mass loss with the controls that will decide', () => {
    const { text } = readPage(renderBrief(everything('internal'), 'en', 'html'));
    expect(text).toMatch(/Unconfirmed mass loss on Telegram: between .* 6 channels\[\d+\] of 8\[\d+\] dropped out of sight/);
    expect(text).toMatch(/1 control\[\d+\] will decide/);
  });
});

describe('the page', () => {
  it.each(EVERY)('is the same bytes when made again ($language, $audience)', ({ language, audience }) => {
    for (const format of ['html', 'md'] as const)
      expect(renderBrief(everything(audience), language, format)).toBe(renderBrief(everything(audience), language, format));
  });

  it('holds its fonts and fetches nothing', () => {
    const fonts = { latin400: 'QUJD', latin700: 'REVG', arabic400: 'R0hJ', arabic700: 'SktM' };
    const html = renderBrief(sample({ fonts }), 'ar', 'html');
    for (const font of Object.values(fonts)) expect(html).toContain(`url(data:font/woff2;base64,${font})`);
    expect([...html.matchAll(/url\((?!data:)/g)]).toEqual([]);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('<html lang="ar" dir="rtl">');
  });

  it('gives every figure its own direction, and the table beneath the same numbers', () => {
    const html = renderBrief(sample(), 'ar', 'html');
    for (const svg of html.match(/<svg[^>]*>/g) ?? []) expect(svg).toContain('direction="ltr"');
    expect(html).not.toContain('<pattern');
    for (const after of html.split('</figure>').slice(1)) expect(after.indexOf('<table')).toBeLessThan(after.indexOf('</section>'));
  });

  it('isolates every handle and every ISO date', () => {
    const html = renderBrief(everything('internal'), 'ar', 'html');
    const { pieces } = readPage(html);
    for (const piece of pieces) {
      if (!/telegram:|tamtam:|\d{4}-\d\d-\d\d/.test(piece.text)) continue;
      expect(within(piece, 'bdi') || within(piece, 'svg'), piece.text).toBe(true);
    }
  });
});
