/** Where the watched communities were at a few moments: the figure, the same as a table, and who changed place. */

import { alluvial } from '../../figures/alluvial.ts';
import { isolated, visible } from '../../figures/foreign.ts';
import type { Look } from '../../figures/texture.ts';
import type { Moment } from '../../findings/whereabouts-moments.ts';
import type { Stratum, WhereaboutsTally } from '../../findings/whereabouts-tally.ts';
import { type Block, column, numbers, remark, type Said, text } from '../document.ts';
import { cell, digits } from '../numbers.ts';
import { type PublicPlaces, publicPlaces } from '../small-places.ts';
import { axisTime, zoneName } from '../times.ts';
import type { View } from '../view.ts';

/** Changes in a table; all are in the figure. */
const LISTED = 40;

/** Empty where nothing was lost, or too little to be told to this audience. */
export function whereaboutsBlocks(view: View): Block[] {
  const { words, input } = view;
  const tally = input.whereabouts;
  if (tally === null || tally.communities === 0 || tally.moments.length < 2) return [];
  const told = view.audience === 'public' ? publicPlaces(tally) : { ...tally, strata: tally.strata };
  if (told === null) return [];
  const note = view.note('whereabouts', 'whereabouts', evidenceOf(view, tally));
  const unseen =
    tally.neverSeen > 0 && view.audience !== 'public' ? [remark(words.whereabouts.neverSeen({ n: tally.neverSeen, note }))] : [];
  const small = view.audience === 'public' ? [remark(words.whereabouts.smallCells)] : [];
  const figure: Block = { is: 'figure', svg: figureOf(view, tally.moments, told), caption: words.whereabouts.figure, note };
  return [figure, ...unseen, ...small, table(view, tally.moments, told, note), ...changes(view, tally.moments, told, note)];
}

/** What speaks for the homes that communities are drawn in, and the disappearances. */
function evidenceOf({ input }: View, tally: WhereaboutsTally): string[] {
  const drawn = new Set(tally.homes);
  const homes = input.homes.flatMap((lost) => lost.candidates.filter((candidate) => drawn.has(candidate.channel)));
  return [
    ...homes.flatMap((candidate) => candidate.evidence.flatMap((evidence) => evidence.posts)),
    ...input.losses.flatMap((loss) => loss.evidence),
  ];
}

function figureOf(view: View, moments: readonly Moment[], told: PublicPlaces) {
  const { words, input } = view;
  const { zone } = input.settings;
  return alluvial({
    id: 'figure-whereabouts',
    title: words.sections.homes,
    description: words.whereabouts.figureText,
    direction: words.direction,
    moments: moments.map((moment) => ({ ...axisTime(moment.at, zone), text: momentName(view, moment) })),
    strata: told.strata.map(lookOf),
    columns: told.columns.map((cells) =>
      cells.map(({ n, contested }, i) => {
        const place = placeName(view, told.strata[i] ?? 'merged');
        return { n, text: contested > 0 ? `${place} (${words.whereabouts.contested(digits(contested))})` : place };
      }),
    ),
    ribbons: told.flows,
    digits,
    axis: words.whereabouts.axis(isolated(zoneName(moments[0]?.at ?? 0, zone), 'ltr')),
    contested: words.whereabouts.contestedKey,
  });
}

function lookOf(stratum: Stratum | 'merged'): Look {
  if (stratum === 'merged') return 'merged';
  return stratum.kind === 'own' ? 'alive' : stratum.kind;
}

function placeName({ words, platformName }: View, stratum: Stratum | 'merged'): string {
  const w = words.whereabouts;
  if (stratum === 'merged') return w.places.merged;
  const { kind, platform } = stratum;
  if (kind !== 'own' && kind !== 'elsewhere') return w.places[kind];
  return platform === null ? w.otherPlatforms[kind] : w.alive[kind](visible(platformName(platform)));
}

function momentName({ words, platformName }: View, { what, platform }: Moment): string {
  return words.whereabouts.moments[what](platform === null ? '' : visible(platformName(platform)));
}

/** Names of platforms come from outside: in a table they stand apart from our words. */
function placeCell(view: View, stratum: Stratum | 'merged'): Said {
  const w = view.words.whereabouts;
  if (stratum === 'merged') return [{ is: 'state', fill: 'merged', text: w.places.merged }];
  const { kind, platform } = stratum;
  const state: Said = [{ is: 'state', fill: lookOf(stratum), text: w.places[kind] }];
  if (kind !== 'own' && kind !== 'elsewhere') return state;
  return [...(platform === null ? text(w.others) : [view.platform(platform)]), ...text(': '), ...state];
}

function table(view: View, moments: readonly Moment[], told: PublicPlaces, note: number): Block {
  const { words } = view;
  return {
    is: 'table',
    caption: words.whereabouts.caption,
    note,
    columns: [column(words.columns.place), ...moments.map((moment) => ({ title: momentTitle(view, moment), numeric: true }))],
    rows: [
      ...told.strata.map((stratum, i): Said[] => [
        placeCell(view, stratum),
        ...told.columns.map((cells): Said => {
          const { n, contested } = cells[i] ?? { n: 0, contested: 0 };
          // For the public nought and a count that was merged look the same.
          if (n === 0 && view.audience === 'public') return text(words.nothing);
          return contested > 0 ? [...cell(n), ...text(` (${words.whereabouts.contested(digits(contested))})`)] : cell(n);
        }),
      ]),
      [text(words.whereabouts.total), ...told.columns.map((cells) => cell(cells.reduce((sum, { n }) => sum + n, 0)))],
    ],
  };
}

function momentTitle(view: View, { at, what }: Moment): Said {
  return [...view.cellTime(at), { is: 'break' }, ...text(view.words.whereabouts.heads[what])];
}

function changes(view: View, moments: readonly Moment[], told: PublicPlaces, note: number): Block[] {
  const { words } = view;
  const c = words.columns;
  const moved = told.flows.filter((flow) => flow.from !== flow.to);
  if (moved.length === 0) return [];
  const listed = [...moved].sort((a, b) => b.n - a.n || a.column - b.column || a.from - b.from || a.to - b.to).slice(0, LISTED);
  listed.sort((a, b) => a.column - b.column || a.from - b.from || a.to - b.to);
  return [
    {
      is: 'table',
      caption: words.whereabouts.changes,
      note,
      columns: [column(c.from), column(c.end), column(c.placeBefore), column(c.placeAfter), numbers(c.communities)],
      rows: listed.map((flow) => [
        view.cellTime(moments[flow.column]?.at ?? null),
        view.cellTime(moments[flow.column + 1]?.at ?? null),
        placeCell(view, told.strata[flow.from] ?? 'merged'),
        placeCell(view, told.strata[flow.to] ?? 'merged'),
        cell(flow.n),
      ]),
    },
  ];
}
