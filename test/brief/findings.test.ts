import { describe, expect, it } from 'vitest';
import { renderBrief } from '../../src/brief/brief.ts';
import type { Audience, BriefInput, Language } from '../../src/brief/input.ts';
import { readPage } from './reading.ts';
import { sample } from './sample.ts';

/** What a brief tells of waves, homes and lifespans, and to whom. */

function told(audience: Audience, language: Language, change: Partial<BriefInput> = {}): string {
  return readPage(renderBrief(sample({ audience, ...change }), language, 'html')).text.replaceAll(/[\u2066-\u2069]/g, '');
}

describe('waves', () => {
  it('are told with the ordinary loss beside them, and whether they go on', () => {
    const text = told('partner', 'en');
    expect(text).toMatch(/On Telegram, 4 channels\S* of 9\S* disappeared from .* by ordinary attrition, < 0\.1/);
    expect(text).toMatch(/fell silent.*1\.3\S* would be expected in that time\. It goes on\./);
    expect(told('partner', 'ar')).toContain('وهي مستمرة.');
  });

  it('so small that channels could be told from them are not for the public', () => {
    const text = told('public', 'en');
    expect(text).toContain('disappeared from');
    expect(text).not.toContain('fell silent from');
  });

  it('that were not found are said not to be', () => {
    expect(told('partner', 'en', { waves: [] })).toContain('No wave was found');
  });
});

describe('homes', () => {
  it('are likely in words, never in numbers; a verdict is told as one', () => {
    const text = told('internal', 'en');
    expect(text).toContain('very likely');
    expect(text).toContain("impersonator (analyst's verdict)");
    expect(text).toContain('pointed to, not observed');
    expect(text).toContain('none found');
    expect(text).not.toMatch(/0\.97|97 ?(%|of|in)/);
    expect(told('internal', 'ar')).toContain('مرجَّح جدًّا');
  });

  it('carry no evidence weights', () => {
    for (const audience of ['internal', 'partner'] as const) expect(told(audience, 'en')).not.toMatch(/5\.25|log2|bits/);
  });

  it('are for the public a number of channels, where that is not small', () => {
    const small = told('public', 'en');
    expect(small).not.toMatch(/likely home was found|how likely|contested/);
    const [lost] = sample().homes;
    const homes = [...Array(4).fill(lost), ...Array(3).fill({ ...lost, candidates: [] })];
    const many = told('public', 'en', { homes });
    expect(many).toMatch(/A likely home was found for 4 channels/);
    expect(many).not.toContain('how likely');
  });
});

describe('lifespans', () => {
  it('give medians with their intervals, open where they are open', () => {
    const text = told('partner', 'en');
    expect(text).toContain('61 (40 to ∞)');
    expect(text).toContain('3.4 (2.0 to 5.0)');
    expect(text).toContain('Telegram, of those that reached 40 days');
  });

  it('say where fewer than half have ended', () => {
    const [group] = sample().lifespans;
    const open = { ...(group as BriefInput['lifespans'][number]), median: null };
    expect(told('partner', 'en', { lifespans: [open] })).toContain('not reached');
  });

  it('of few homes are left out', () => {
    const few = sample().lifespans.map((group) => ({ ...group, n: 4 }));
    expect(told('partner', 'en', { lifespans: few })).not.toContain('How long homes last');
  });
});
