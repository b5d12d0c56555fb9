/** When did more channels end than ordinary attrition makes believable? */

import { type Block, column, numbers, paragraph, type Said, type Section, text } from '../document.ts';
import type { BriefWave } from '../input.ts';
import { cell } from '../numbers.ts';
import { FEWEST } from '../small-cells.ts';
import type { View } from '../view.ts';

/** Null where no channel is watched: then nothing was looked for. */
export function wavesSection(view: View): Section | null {
  const { words, input } = view;
  if (input.census.channels.length === 0) return null;
  const waves = toldWaves(view);
  const blocks: Block[] =
    waves.length === 0
      ? [paragraph(words.waves.none)]
      : [paragraph(words.waves.intro), { is: 'list', items: waves.map((wave) => waveLine(view, wave)) }, table(view, waves)];
  return { id: 'waves', title: words.sections.waves, blocks };
}

/** The public is told of no wave so small that its channels could be told from it. */
export function toldWaves(view: View): BriefWave[] {
  const waves = [...view.input.waves].sort((a, b) => a.start - b.start || (a.platform < b.platform ? -1 : 1));
  return view.audience === 'public' ? waves.filter((wave) => wave.lost >= FEWEST && wave.watched >= FEWEST) : waves;
}

/** One sentence, each number with its note. */
export function waveLine(view: View, wave: BriefWave): Said {
  const told = view.words.waves;
  const note = waveNote(view, wave);
  const line = told.told[wave.kind](
    { n: wave.lost, note },
    { n: wave.watched, note },
    view.platform(wave.platform),
    view.time(wave.start),
    { is: 'counted', text: expectedText(wave.expected), note },
  );
  return [...line, ...text(' '), ...(wave.end === null ? told.ongoing : told.until(view.time(view.until(wave.end))))];
}

function waveNote(view: View, wave: BriefWave): number {
  return view.note(`wave ${wave.platform} ${wave.kind} ${wave.start}`, 'wave', wave.evidence);
}

/** One decimal: a smaller one is said to be less. */
function expectedText(expected: number): string {
  return expected < 0.05 ? '< 0.1' : expected.toFixed(1);
}

function table(view: View, waves: readonly BriefWave[]): Block {
  const { words } = view;
  const c = words.columns;
  return {
    is: 'table',
    caption: words.waves.caption,
    note: view.note(
      'waves',
      'waves',
      waves.flatMap((wave) => wave.evidence),
    ),
    columns: [
      column(c.platform),
      column(c.kind),
      column(c.from),
      column(c.end),
      numbers(c.lost),
      numbers(c.watched),
      numbers(c.expected),
      column(c.evidence),
    ],
    rows: waves.map((wave) => [
      [view.platform(wave.platform)],
      text(words.waves.kinds[wave.kind]),
      view.cellTime(wave.start),
      wave.end === null ? text(words.waves.goesOn) : view.cellTime(wave.end),
      cell(wave.lost),
      cell(wave.watched),
      text(expectedText(wave.expected)),
      [{ is: 'note', note: waveNote(view, wave) }],
    ]),
  };
}
