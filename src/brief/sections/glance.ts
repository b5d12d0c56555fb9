/** The answers in a few lines, each number with its note. */

import { STATES } from '../../model/words.ts';
import { type Block, paragraph, type Said, type Section, text } from '../document.ts';
import { FEWEST } from '../small-cells.ts';
import type { View } from '../view.ts';
import { massLossNote, platformRows } from './census.ts';
import { censusNote } from './census-channels.ts';
import { statementsNote, toldStatements } from './first.ts';
import { homesSummary } from './homes.ts';
import { filesNote } from './imported.ts';
import { disputesNote } from './said.ts';
import { hidesSmall, signpostsNote } from './signposts.ts';
import { toldWaves, waveLine } from './waves.ts';

export function glanceSection(view: View): Section {
  const { words, input } = view;
  const items = [
    ...imported(view),
    ...watched(view),
    ...toldWaves(view).map((wave) => waveLine(view, wave)),
    ...homesSummary(view),
    ...signposts(view),
    ...first(view),
    ...contested(view),
  ];
  const blocks: Block[] = input.sources.length === 0 ? [paragraph(words.header.empty)] : [{ is: 'list', items }];
  return { id: 'glance', title: words.sections.glance, blocks };
}

function imported(view: View): Said[] {
  const { words, input } = view;
  const records = input.sources.reduce((n, source) => n + source.records, 0);
  const lines = [
    words.glance.imported({ n: input.sources.length, note: filesNote(view, 'files') }),
    words.glance.records({ n: records, note: filesNote(view, 'files') }),
  ];
  if (input.problems > 0) lines.push(words.glance.unreadable({ n: input.problems, note: filesNote(view, 'problems') }));
  return lines;
}

/** For the public without the states: all platforms together, they would give away what was merged in each. */
function watched(view: View): Said[] {
  const { words, input } = view;
  const total = input.census.platforms.reduce((n, line) => n + line.watched, 0);
  // A total beside rows that leave a small platform out would tell how small it is.
  if (total === 0 || platformRows(view).reduce((n, row) => n + row.watched, 0) < total) return [];
  const note = censusNote(view);
  const line = words.glance.watched({ n: total, note });
  const losses = input.census.massLosses.filter((loss) => loss.channels.length >= FEWEST);
  const lost = losses.map((loss): Said => {
    const ofLoss = massLossNote(view, loss);
    return words.glance.massLoss(
      { n: loss.channels.length, note: ofLoss },
      { n: loss.watched, note: ofLoss },
      view.platform(loss.platform),
    );
  });
  if (view.audience === 'public') return [line, ...lost];
  const states = STATES.map((state) => ({ state, n: input.census.platforms.reduce((n, row) => n + row[state], 0) }));
  const told = states.filter(({ n }) => n > 0).map(({ state, n }) => words.glance.state(state, { n, note }));
  return [[...line, ...told.flatMap((part) => [...text(' '), ...part])], ...lost];
}

function signposts(view: View): Said[] {
  const { total } = view.input.signposts;
  if (total === 0 || (view.audience === 'public' && hidesSmall(view))) return [];
  return [view.words.glance.signposts({ n: total, note: signpostsNote(view) })];
}

function first(view: View): Said[] {
  const { words, input } = view;
  const told = toldStatements(view);
  if (told.length === 0) return [];
  const note = statementsNote(view);
  const established = told.filter((statement) => statement.order.platforms === 'established').length;
  return [
    words.glance.statements({ n: view.audience === 'public' ? told.length : input.statements.total, note }),
    words.glance.established({ n: established, note }),
  ];
}

function contested(view: View): Said[] {
  const homes = new Set(view.input.disputes.map((dispute) => dispute.about)).size;
  if (homes === 0 || view.audience === 'public') return [];
  return [view.words.glance.contested({ n: homes, note: disputesNote(view) })];
}
