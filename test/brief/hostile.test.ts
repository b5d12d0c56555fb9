import { describe, expect, it } from 'vitest';
import { renderBrief } from '../../src/brief/brief.ts';
import type { BriefInput, Language } from '../../src/brief/input.ts';
import { readPage } from './reading.ts';
import { sample } from './sample.ts';

const VECTORS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '</style><script>alert(1)</script>',
  '</title></bdi></td><iframe src="javascript:alert(1)">',
  'javascript:alert(1)',
  '[click](javascript:alert(1))',
  '![x](https://example.org/x.png)',
  '<https://example.org/a>',
  '`code` **bold** | cell | # head',
  '&lt;script&gt;',
  '\u202egnp.exe\u202c\u2066x',
  '\u0000\u001b[31m\ud800',
];

/** The sample with a text in every field that comes from outside. */
function filled(text: string): BriefInput {
  const base = sample({ audience: 'internal' });
  const channel = `telegram:${text.replace(/[\s\p{C}]/gu, '') || 'x'}`;
  const [statement] = base.statements.list;
  return {
    ...base,
    tool: text,
    settings: { ...base.settings, name: text, purpose: text, basis: text, responsible: text, retention: text },
    log: { entries: 2, hash: text },
    sources: base.sources.map((source) => ({ ...source, file: text, digest: text, format: text, hints: [text] })),
    records: [{ table: text, rows: 2 }],
    census: {
      ...base.census,
      channels: base.census.channels.map((line) => ({ ...line, channel, title: text, why: text, movedTo: channel, evidence: [text] })),
      platforms: base.census.platforms.map((line) => ({ ...line, platform: text })),
    },
    signposts: {
      total: 9,
      totals: [{ platform: text, stance: 'call', posts: 9 }],
      list: base.signposts.list.map((line) => ({ ...line, by: channel, to: null, link: text, post: `${channel}/1` })),
    },
    statements: {
      total: 1,
      list: statement === undefined ? [] : [{ ...statement, text, posts: statement.posts.map((copy) => ({ ...copy, channel })) }],
    },
    waves: base.waves.map((wave) => ({ ...wave, platform: text, channels: [channel], evidence: [text] })),
    homes: base.homes.map((lost) => ({
      ...lost,
      predecessor: channel,
      candidates: lost.candidates.map((one) => ({
        ...one,
        channel,
        evidence: one.evidence.map((line) => ({ ...line, detail: text, posts: [`${channel}/1`] })),
      })),
    })),
    lifespans: base.lifespans.map((group) => ({ ...group, group: text })),
    disputes: base.disputes.map((line) => ({ ...line, by: channel, about: channel, kind: text, text, citation: text })),
    assertions: base.assertions.map((line) => ({ ...line, by: text, text, citation: text })),
    events: base.events.map((line) => ({ ...line, name: text, citation: text })),
    platformTitles: new Map([['telegram', text]]),
    fonts: { latin400: text, latin700: text, arabic400: text, arabic700: text },
  };
}

const TAGS = new Set(
  'html head meta title style body header nav main section h1 h2 h3 p ul ol li a bdi time span strong br div table caption thead tbody tr th td figure figcaption dl dt dd svg desc text rect path'.split(
    ' ',
  ),
);

/** Characters that act without being seen; the isolates that we set ourselves, and line ends, are none. */
function live(text: string): string[] {
  return Array.from(text).filter((letter) => /[\p{Bidi_Control}\p{Cc}\p{Cs}]/u.test(letter) && !'\n\u2066\u2067\u2069'.includes(letter));
}

describe.each(['en', 'ar'] as Language[])('C1, C10: hostile texts in every field (%s)', (language) => {
  it.each(VECTORS)('make no element, no handler and no link: %j', (vector) => {
    const { elements, text } = readPage(renderBrief(filled(vector), language, 'html'));
    for (const { name, attributes } of elements) {
      expect(TAGS).toContain(name);
      for (const [attribute, value] of Object.entries(attributes)) {
        expect(attribute).not.toMatch(/^on|^src$|^style$|^xlink/);
        if (attribute === 'href') expect(value).toMatch(/^#[a-z]+(-\d+)?$/);
      }
    }
    expect(live(text)).toEqual([]);
  });

  it.each(VECTORS)('stay plain text in Markdown: %j', (vector) => {
    const md = renderBrief(filled(vector), language, 'md');
    expect(md).not.toMatch(/<[a-z/!]/i);
    expect(md).not.toMatch(/https?:\/\//);
    expect(md.replace(/\\./g, '')).not.toMatch(/\]\(|!\[/);
    for (const row of md.split('\n').filter((line) => line.startsWith('| ') || line.startsWith('|-')))
      expect(row.replace(/\\./g, '').trim().endsWith('|')).toBe(true);
    expect(live(md)).toEqual([]);
  });
});

it('Markdown tables keep their columns, whatever a name holds', () => {
  const md = renderBrief(filled('a|b\\|c'), 'en', 'md');
  let columns = 0;
  for (const line of md.split('\n')) {
    const cells = line.startsWith('|') ? line.replace(/\\\\/g, '').replace(/\\\|/g, '').split('|').length : 0;
    if (cells > 0 && columns > 0) expect(cells, line).toBe(columns);
    columns = cells;
  }
});
