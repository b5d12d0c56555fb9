import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binned, binsFor, outsideOf } from '../../src/brief/bins.ts';
import { renderBrief } from '../../src/brief/brief.ts';
import type { Audience, BriefInput, Language } from '../../src/brief/input.ts';
import { FEWEST } from '../../src/brief/small-cells.ts';
import { publicPlaces } from '../../src/brief/small-places.ts';
import type { Stratum, WhereaboutsTally } from '../../src/findings/whereabouts-tally.ts';
import { STANCES } from '../../src/model/words.ts';
import { drawing, faults } from '../figures/drawing.ts';
import { readPage } from './reading.ts';
import { AT, sample, WHEREABOUTS } from './sample.ts';

const LANGUAGES: Language[] = ['en', 'ar'];
const AUDIENCES: Audience[] = ['internal', 'partner', 'public'];
const EVERY = LANGUAGES.flatMap((language) => AUDIENCES.map((audience) => ({ language, audience })));
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function html(audience: Audience, language: Language, change: Partial<BriefInput> = {}): string {
  return renderBrief(sample({ audience, delayDays: audience === 'public' ? 14 : null, ...change }), language, 'html');
}

function told(audience: Audience, language: Language, change: Partial<BriefInput> = {}): string {
  return readPage(html(audience, language, change)).text.replaceAll(/[\u2066-\u2069]/g, '');
}

/** The figure of this id; empty where there is none. */
function figure(page: string, id: string): string {
  return new RegExp(`<svg [^>]*aria-labelledby="${id}-title.*?</svg>`, 's').exec(page)?.[0] ?? '';
}

function section(page: string, id: string): string {
  return new RegExp(`<section id="${id}">.*?</section>`, 's').exec(page)?.[0] ?? '';
}

const FIGURES = ['figure-timeline', 'figure-whereabouts'];

/** As large as cases get: 5,000 communities, 40 waves, and names that mean harm. */
function crowded(): Partial<BriefInput> {
  const evil = '</text><script>alert(1)</script>\u202e\u2066';
  const kinds = ['gone', 'silent', 'private'] as const;
  const days = (i: number) => AT - (400 - i) * DAY;
  return {
    waves: Array.from({ length: 40 }, (_, i) => ({
      platform: i % 2 === 0 ? 'telegram' : evil,
      kind: kinds[i % 3] ?? 'gone',
      start: days(i * 10),
      end: i === 39 ? null : days(i * 10 + 3),
      lost: 20 + ((i * 37) % 90),
      watched: 5000,
      expected: 1.5,
      channels: [],
      evidence: ['sightings/11'],
    })),
    losses: Array.from({ length: 5000 }, (_, i) => ({
      after: days((i % 400) - 1),
      by: days((i % 400) + (i % 3) / 10),
      evidence: ['sightings/12'],
    })),
    returns: Array.from({ length: 300 }, (_, i) => ({ after: days(i), by: days(i) + HOUR, evidence: ['sightings/13'] })),
    signpostTimes: Array.from({ length: 9000 }, (_, i) => ({ at: days(i % 400), stance: STANCES[i % 5] ?? 'call', posts: 1 + (i % 7) })),
    events: Array.from({ length: 50 }, (_, i) => ({
      at: days(i * 8),
      until: i % 2 === 0 ? null : days(i * 8 + 4),
      name: `${evil} the council meets for the ${i}th time about the garden`,
      intervention: i % 7 === 0,
      citation: null,
      record: null,
    })),
    assertions: Array.from({ length: 50 }, (_, i) => ({
      at: days(i * 8),
      asOf: null,
      by: `بلدية المثال ${evil}`,
      text: 'x',
      citation: null,
      record: null,
    })),
    platformTitles: new Map([
      ['telegram', `Telegram ${evil}`],
      ['tamtam', 'م'.repeat(200)],
    ]),
    whereabouts: spread(5000, 6),
  };
}

/** Any number of communities over all kinds of places, at so many moments. */
function spread(communities: number, moments: number): WhereaboutsTally {
  const strata: Stratum[] = [
    { kind: 'own', platform: 'telegram' },
    { kind: 'elsewhere', platform: 'tamtam' },
    { kind: 'elsewhere', platform: null },
    ...(['silent', 'private', 'unknown', 'between', 'gone', 'pointed', 'notFound', 'notLooked', 'notYet'] as const).map((kind) => ({
      kind,
      platform: null,
    })),
  ];
  const paths = Array.from({ length: communities }, (_, i) =>
    Array.from({ length: moments }, (_, column) => (i * (column + 3) + column * column) % strata.length),
  );
  return tallyOf(strata, paths);
}

function tallyOf(strata: Stratum[], paths: readonly (readonly number[])[]): WhereaboutsTally {
  const moments = paths[0]?.length ?? 2;
  const flows = new Map<string, WhereaboutsTally['flows'][number]>();
  for (const path of paths)
    for (let column = 0; column + 1 < moments; column++) {
      const [from, to] = [path[column] ?? 0, path[column + 1] ?? 0];
      const key = `${column} ${from} ${to}`;
      const n = (flows.get(key)?.n ?? 0) + 1;
      flows.set(key, { column, from, to, n, contested: 0 });
    }
  return {
    moments: Array.from({ length: moments }, (_, i) => ({ at: AT - (moments - i) * DAY, what: 'waveEnds', platform: 'telegram' })),
    communities: paths.length,
    neverSeen: 0,
    strata,
    columns: Array.from({ length: moments }, (_, column) =>
      strata.map((_, stratum) => ({ n: paths.filter((path) => path[column] === stratum).length, contested: 0 })),
    ),
    flows: [...flows.values()],
    homes: [],
  };
}

/** What is merged stands for two places at least, or it could be named by what is missing. */
function expectMerged(before: readonly { n: number }[], cells: readonly { n: number }[], merged: number): void {
  const sum = (list: readonly { n: number }[]) => list.reduce((total, { n }) => total + n, 0);
  expect(sum(cells)).toBe(sum(before));
  for (const { n } of cells) expect(n === 0 || n >= FEWEST).toBe(true);
  if ((cells[merged]?.n ?? 0) > 0) expect(placesIn(before) - placesIn(cells) + 1).toBeGreaterThan(1);
}

function placesIn(cells: readonly { n: number }[] = []): number {
  return cells.filter(({ n }) => n > 0).length;
}

describe('the figures of a brief', () => {
  it.each(EVERY)('cut and overlap no label, small and crowded ($language, $audience)', ({ language, audience }) => {
    for (const change of [{}, crowded()]) {
      const page = html(audience, language, change);
      for (const id of FIGURES) {
        const svg = figure(page, id);
        if (id === 'figure-timeline') expect(svg).not.toBe('');
        if (svg !== '') expect(faults(svg)).toEqual([]);
        expect(svg).not.toMatch(/<script|\u202e/);
      }
    }
  });

  it('run to the left in Arabic, to the right in English', () => {
    for (const id of FIGURES) {
      const [en, ar] = [drawing(figure(html('partner', 'en'), id)), drawing(figure(html('partner', 'ar'), id))];
      const lefts = (boxes: typeof en.boxes) => boxes.map((box) => Math.round(box.left + box.right)).sort((a, b) => a - b);
      // Legends differ by the length of their words.
      const plot = (boxes: typeof en.boxes) => boxes.filter((box) => box.bottom - box.top !== 14);
      expect(lefts(plot(ar.boxes))).toEqual(
        lefts(plot(en.boxes))
          .map((sum) => 1440 - sum)
          .reverse(),
      );
    }
  });

  it('name the zone, lead to their note, and have a table beneath', () => {
    for (const language of LANGUAGES) {
      const page = html('partner', language);
      for (const [id, of] of [
        ['figure-timeline', 'timeline'],
        ['figure-whereabouts', 'homes'],
      ] as const) {
        const part = section(page, of);
        expect(part).toContain(`aria-labelledby="${id}-title`);
        expect(part).toMatch(/<figcaption>.*?class="note"/s);
        expect(part.indexOf('<table')).toBeGreaterThan(part.indexOf('</figure>'));
        expect(figure(page, id)).toContain('UTC');
      }
    }
  });

  it('stand near the top, and where communities went stands with the homes', () => {
    const page = html('partner', 'en');
    expect(page.indexOf('<section id="timeline">')).toBeLessThan(page.indexOf('<section id="imported">'));
  });

  it('are left out where nothing happened and nothing was lost', () => {
    const nothing = { waves: [], losses: [], returns: [], signpostTimes: [], whereabouts: null, events: [], assertions: [] };
    const page = html('partner', 'en', { ...nothing, statements: { total: 0, list: [] } });
    for (const id of FIGURES) expect(figure(page, id)).toBe('');
    expect(page).toContain('Nothing in this case has a time that could be drawn.');
  });

  it('come out the same bytes when made again, crowded too', () => {
    expect(html('partner', 'ar', crowded())).toBe(html('partner', 'ar', crowded()));
  });
});

describe('the timeline', () => {
  it('says how many at least and at most, returns and signposts, in figure and table', () => {
    const text = told('partner', 'en');
    expect(text).toContain('Disappearances per 3 hours');
    expect(text).toContain('earlier: 1');
    expect(text).toContain('warn: 2');
    const md = renderBrief(sample(), 'en', 'md');
    expect(md).toMatch(/\| \u20662019-11-28 15:00Z\u2069 \| 1 \| 2 \| 0 \| 0 \|/);
  });

  it('gives the public no stance, no small stretch of time and no text', () => {
    const svg = figure(html('public', 'en'), 'figure-timeline');
    const labels = drawing(svg).labels.map((label) => label.text);
    expect(labels.join('\n')).not.toMatch(/warn|call|calm|summer reading|The old hall closes @/);
    expect(labels).toContain('TamTam: S1');
    // Four losses and one return fill no stretch; signposts fill two.
    expect(labels).not.toContain('Disappearances per 3 hours');
    expect(drawing(svg).boxes.filter((box) => box.text === 'sign')).toHaveLength(2);
  });
});

describe('stretches of time', () => {
  it('hold what certainly and what possibly happened: the truth lies between', () => {
    const happening = fc.record({
      after: fc.nat({ max: 900 }),
      length: fc.nat({ max: 200 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), fc.constantFrom(0, HOUR, 5.5 * HOUR), (list, zone) => {
        const known = list.map(({ after, length }) => ({ after: after * HOUR, by: (after + length) * HOUR, n: 1 }));
        const truths = list.map(({ after, length, part }) => (after + part * length) * HOUR);
        const bins = binsFor(200 * HOUR, 700 * HOUR, zone);
        expect(bins.from).toBeLessThanOrEqual(200 * HOUR);
        expect(bins.to).toBeGreaterThan(700 * HOUR);
        const found = binned(known, bins);
        for (let from = bins.from; from < bins.to; from += bins.size) {
          const inside = truths.filter((at) => at >= from && at < from + bins.size).length;
          const bin = found.find((candidate) => candidate.after === from) ?? { least: 0, most: 0 };
          expect(bin.least).toBeLessThanOrEqual(inside);
          expect(bin.most).toBeGreaterThanOrEqual(inside);
        }
        const { earlier, later } = outsideOf(known, bins);
        const touched = known.filter(({ after, by }) => by >= bins.from && after < bins.to).length;
        expect(earlier + later + touched).toBe(known.length);
      }),
    );
  });

  it('are never too many, whatever the span', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e13, noNaN: true }), (length) => {
        const { from, to, size } = binsFor(AT - length, AT, 0);
        expect((to - from) / size).toBeLessThanOrEqual(60);
      }),
    );
  });
});

describe('where communities went', () => {
  it('is told in words and numbers, disputes included', () => {
    const text = told('partner', 'en');
    expect(text).toContain('on TamTam, likely new home');
    expect(text).toContain('gone; no successor found');
    expect(text).toMatch(/contested: 1/);
    expect(text).toContain('never seen');
    expect(told('partner', 'ar')).toContain('في موطن مرجَّح');
  });

  it('adds up to the same number at every moment, in the table', () => {
    const md = renderBrief(sample({ whereabouts: spread(500, 5) }), 'en', 'md');
    expect(md).toContain('| all | 500 | 500 | 500 | 500 | 500 |');
  });

  it('says nothing of disputes to the public', () => {
    const whereabouts = {
      ...WHEREABOUTS,
      columns: WHEREABOUTS.columns.map((cells) => cells.map(({ n }) => ({ n: n * 9, contested: n * 9 }))),
      flows: WHEREABOUTS.flows.map((flow) => ({ ...flow, n: flow.n * 9, contested: flow.n * 9 })),
      communities: WHEREABOUTS.communities * 9,
    };
    const page = html('public', 'en', { whereabouts });
    expect(figure(page, 'figure-whereabouts')).toContain('class="r r-');
    expect(figure(page, 'figure-whereabouts')).not.toContain('r-contested');
    expect(section(page, 'homes')).not.toMatch(/contested|never seen/);
  });

  it('merges for the public until no cell and no ribbon is small', () => {
    const strata = spread(1, 2).strata as Stratum[];
    const worlds = fc.array(fc.array(fc.nat({ max: strata.length - 1 }), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(worlds, (paths) => {
        const tally = tallyOf(strata, paths);
        const shown = publicPlaces(tally);
        if (shown === null) return;
        for (const [column, cells] of shown.columns.entries())
          expectMerged(tally.columns[column] ?? [], cells, shown.strata.indexOf('merged'));
        for (const flow of shown.flows) expect(flow.n).toBeGreaterThanOrEqual(FEWEST);
        for (const column of [0, 1]) {
          const flows = shown.flows.filter((flow) => flow.column === column);
          if (flows.length > 0) expect(flows.reduce((sum, { n }) => sum + n, 0)).toBe(paths.length);
        }
      }),
      { numRuns: 200 },
    );
  });
});
