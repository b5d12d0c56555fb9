import type { Measure } from '../findings/impact-measures.ts';
import type { ImpactAnswer } from './impact-answer.ts';
import { MEASURE_NAMES } from './impact-cautions.ts';
import { defang, localTime } from './people.ts';
import type { Block } from './verb.ts';

/** An impact report in words and tables for a person. It says what changed, never what changed it. */

const COMPARED: Record<string, string> = { ...MEASURE_NAMES, activeDays: 'days with a post' };

export function impactBlocks(answer: ImpactAnswer, zone: string): Block[] {
  const coverage =
    answer.coverage === null
      ? ''
      : ` Coverage: ${answer.coverageCounts.both} of ${answer.coverageCounts.channels} channels observable on both sides.`;
  return [
    {
      kind: 'text',
      text: `${answer.before.days} days from ${localTime(answer.before.from, zone)} against ${answer.after.days} days from ${localTime(answer.after.from, zone)}, around ${localTime(answer.at, zone)}; as of ${localTime(answer.asOf, zone)}.${coverage}`,
    },
    ...answer.cautions.map((text): Block => ({ kind: 'text', text: `Caution: ${text}` })),
    { kind: 'text', text: `The roster of that day (${answer.channels.roster} channels), which can only fall` },
    rowsTable(
      answer.roster,
      'No channel of the roster began before that date. Add some with `trackway roster add`, or choose a later date.',
    ),
    {
      kind: 'text',
      text: `The network (${answer.channels.network} channels): with those that began later and ${answer.channels.confirmed + answer.channels.likely} successors from elsewhere`,
    },
    rowsTable(answer.network, ''),
    { kind: 'text', text: cohortText(answer.cohort) },
    {
      kind: 'table',
      columns: [
        { title: 'links to', shrink: true },
        { title: 'what it is' },
        { title: 'before', right: true },
        { title: 'after', right: true },
      ],
      rows: answer.outlinks.map((line) => [defang(line.domain), line.class, String(line.before), String(line.after)]),
      empty: 'No post of either window links elsewhere.',
    },
    ...recoveryBlocks(answer),
    ...comparisonBlocks(answer),
  ];
}

function rowsTable(rows: ImpactAnswer['roster'], empty: string): Block {
  return {
    kind: 'table',
    columns: [
      { title: 'measure' },
      { title: 'before', right: true },
      { title: 'after', right: true },
      { title: 'changed by', right: true },
      { title: '95 % interval', right: true },
      { title: 'trend before', right: true },
      { title: 'as large at earlier dates', right: true },
    ],
    rows: rows
      .filter((row) => (row.before ?? 0) > 0 || (row.after ?? 0) > 0)
      .map((row) => [
        MEASURE_NAMES[row.measure as Measure],
        figure(row.before),
        figure(row.after),
        percent(row.change),
        range(row.low, row.high),
        row.preTrend === null ? '' : percent(row.preTrend.change),
        row.placebo === null ? '' : `${row.placebo.asLarge} of ${row.placebo.dates}`,
      ]),
    empty,
  };
}

function cohortText(cohort: ImpactAnswer['cohort']): string {
  if (cohort.created === 0) return 'No channel of the network began in the window after.';
  const { states, meanLifespanDays, postsPerDay } = cohort;
  const alive = states.alive + states.silent;
  return [
    `${cohort.created} channels began in the window after; ${alive} could still be seen when last looked at.`,
    `They lasted ${cohort.lifespanAtLeast ? 'at least ' : ''}${figure(meanLifespanDays)} days on average (${figure(cohort.lifespanLow)} to ${figure(cohort.lifespanHigh)}), followed for ${figure(cohort.followUpDays)} days,`,
    `and posted ${figure(postsPerDay)} times a day (${figure(cohort.postsPerDayLow)} to ${figure(cohort.postsPerDayHigh)}): ${figure(cohort.output)} posts in all.`,
  ].join(' ');
}

function recoveryBlocks(answer: ImpactAnswer): Block[] {
  const sets = [
    ['roster', answer.roster],
    ['network', answer.network],
  ] as const;
  const rows = sets.flatMap(([set, list]) =>
    list
      .filter((row) => row.recovery.length > 0 && (row.before ?? 0) > 0)
      .map((row) => [set, MEASURE_NAMES[row.measure as Measure], ...row.recovery.map(backText)]),
  );
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [{ title: 'back at' }, { title: 'measure' }, { title: '50 %' }, { title: '80 %' }, { title: '100 %' }],
      rows,
      empty: '',
    },
  ];
}

function backText(recovery: ImpactAnswer['roster'][number]['recovery'][number]): string {
  if (!recovery.fellBelow) return 'never below';
  return recovery.days === null ? `not within ${recovery.seenDays} d` : `after ${recovery.days} d`;
}

function comparisonBlocks({ comparison }: ImpactAnswer): Block[] {
  if (comparison === null) return [];
  const change = (unit: 'ratio' | 'points', value: number | null): string => (unit === 'ratio' ? percent(value) : points(value));
  return [
    {
      kind: 'text',
      text: `Against the ${comparison.channels.comparison} channels with the tag "${comparison.tag}", which were not targeted`,
    },
    {
      kind: 'table',
      columns: [
        { title: 'measure' },
        { title: 'roster', right: true },
        { title: comparison.tag, right: true },
        { title: 'difference', right: true },
        { title: '95 % interval', right: true },
        { title: 'one window earlier', right: true },
      ],
      rows: comparison.differences.map((line) => [
        COMPARED[line.measure] ?? line.measure,
        change(line.unit, line.targeted),
        change(line.unit, line.comparison),
        change(line.unit, line.difference),
        line.low === null ? '' : `${change(line.unit, line.low)} to ${change(line.unit, line.high)}`,
        change(line.unit, comparison.earlier?.find((other) => other.measure === line.measure)?.difference ?? null),
      ]),
      empty: '',
    },
  ];
}

function figure(value: number | null): string {
  if (value === null) return '–';
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 2;
  return value.toFixed(digits).replace('-', '−');
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return `${value < 0 && Number(text) !== 0 ? '−' : value > 0 && Number(text) !== 0 ? '+' : ''}${text}`;
}

function percent(value: number | null): string {
  return value === null ? '–' : `${signed(100 * value, Math.abs(value) < 1 ? 1 : 0)} %`;
}

function points(value: number | null): string {
  return value === null ? '–' : `${signed(100 * value, 1)} points`;
}

function range(low: number | null, high: number | null): string {
  return low === null || high === null ? '' : `${percent(low)} to ${percent(high)}`;
}
