import { describe, expect, it } from 'vitest';
import { renderBrief } from '../../src/brief/brief.ts';
import type { Audience, Format, Language } from '../../src/brief/input.ts';
import { publicText } from '../../src/brief/public-text.ts';
import { nameOf } from '../../src/model/ref.ts';
import { readPage } from './reading.ts';
import { HANDLES, SECRET_TEXT, sample } from './sample.ts';

const OUTPUTS = (['en', 'ar'] as Language[]).flatMap((language) => (['html', 'md'] as Format[]).map((format) => ({ language, format })));

function made(audience: Audience, language: Language, format: Format): string {
  const { settings } = sample();
  // People write names into every field they can.
  const named = {
    ...settings,
    name: `Where @reading_room went`,
    purpose: 'see https://t.me/garden_friends and The Reading Room, or chess@muc.example.org',
  };
  return renderBrief(sample({ audience, settings: named, delayDays: audience === 'public' ? 14 : null }), language, format);
}

describe.each(OUTPUTS)('what each audience sees ($language, $format)', ({ language, format }) => {
  const flat = (text: string) => (format === 'md' ? text.replaceAll('\\', '') : text);

  it('public: no handle, title, link, text, dispute or file name', () => {
    const told = flat(made('public', language, format));
    const titles = sample().census.channels.flatMap((line) => line.title ?? []);
    const secrets = [
      ...HANDLES.flatMap((handle) => [handle, nameOf(handle)]),
      ...titles,
      'maps_club',
      'weather_town',
      'librarian_anna',
      'old hall; come',
      SECRET_TEXT.slice(0, 20),
      'حلقة القراءة',
      'joinchat',
      'AbC123',
      't.me',
      't[.]me',
      'hxxp',
      'example.org',
      'example[.]org',
      'gazette[.]',
      'new garden is not ours',
      'honeypot',
      'disputes/',
      'result.json',
      'tamtam_reading',
    ];
    for (const secret of secrets) expect(told.toLowerCase(), secret).not.toContain(secret.toLowerCase());
    for (const word of language === 'en' ? ['warn', 'trap', 'contested'] : ['تحذير', 'فخّ', 'مطعون'])
      expect(format === 'html' ? readPage(told).text : told, word).not.toContain(word);
  });

  it('public: pseudonyms that stay the same, small counts merged, the delay shown', () => {
    const told = flat(made('public', language, format));
    const text = format === 'html' ? readPage(told).text : told;
    // The ninth channel that the case came to know said it first, over the fourth.
    expect(text).toMatch(/P9/);
    expect(text).toMatch(/P4/);
    expect(text).toMatch(/\b14\b/);
    expect(text).toContain(language === 'en' ? 'not shown apart' : 'غير معروضة على حدة');
    expect(text).not.toContain(language === 'en' ? '12 channels' : '12 قناة');
  });

  it('partner: handles, but texts cut short and links defanged', () => {
    const told = flat(made('partner', language, format));
    expect(told).toContain('telegram:garden_friends');
    expect(told).not.toContain('key to the garden gate');
    expect(told).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    expect(told).toContain(language === 'en' ? 'trap' : 'فخّ');
  });

  it('internal: the whole text, still defanged', () => {
    const told = flat(made('internal', language, format));
    expect(told).toContain('key to the garden gate');
    expect(told).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });
});

it('keeps a pseudonym when the roster grows', () => {
  const before = renderBrief(sample({ audience: 'public' }), 'en', 'md');
  const after = renderBrief(sample({ audience: 'public', known: [...HANDLES, 'telegram:aaa_newcomers'] }), 'en', 'md');
  expect(after).toBe(before);
});

it('takes names out of what people wrote, whatever signs they hold', () => {
  const names = ['telegram:#-1001234', 'matrix:old-hall+garden(1)', 'telegram:غرفة_القراءة', 'x:a.b*c[d]|e^f$g\\h/i?'];
  for (const name of names) {
    const cut = publicText(sample({ known: names }));
    const told = cut(`We met ${nameOf(name).toUpperCase()} and ${name} there`);
    expect(told.toLowerCase()).not.toContain(nameOf(name).toLowerCase());
    expect(told).toContain('We met');
  }
});

it('takes out whatever a reader could open, and leaves sentences', () => {
  const cut = publicText(sample());
  for (const link of [
    'https://a.example/x',
    'hxxps://a[.]example/x',
    'tg://resolve?domain=abc',
    'user@host.example',
    '@someone_9',
    'a.example.org/b',
  ])
    expect(cut(`Seen at ${link} today`)).toBe('Seen at […] today');
  expect(cut('It closed at 18.30 on 3 May. Then it rained.')).toBe('It closed at 18.30 on 3 May. Then it rained.');
});
