/** How it was done, for whom and why, and what was not seen. */

import { type Block, type Said, type Section, text } from '../document.ts';
import type { View } from '../view.ts';
import { censusNote } from './census-channels.ts';
import { toldStatements } from './first.ts';
import { filesNote } from './imported.ts';

export function methodSection(view: View): Section {
  const { words, input } = view;
  const { settings } = input;
  const t = words.method.terms;
  const terms = [
    { term: t.name, parts: [view.named(settings.name)] },
    { term: t.purpose, parts: [view.named(settings.purpose)] },
    { term: t.basis, parts: [view.named(settings.basis)] },
    { term: t.responsible, parts: [view.named(settings.responsible)] },
    { term: t.retention, parts: [view.named(settings.retention)] },
    { term: t.zone, parts: [view.id(settings.zone)] },
  ];
  const blocks: Block[] = [
    { is: 'terms', items: terms },
    { is: 'list', items: [...words.method.rules, ...(view.audience === 'public' ? words.method.publicRules : [])] },
    { is: 'heading', parts: text(words.method.unseen) },
    { is: 'list', items: unseen(view) },
  ];
  return { id: 'method', title: words.sections.method, blocks };
}

function unseen(view: View): Said[] {
  const { words, input } = view;
  const said = words.method.unseenRules;
  const lines: Said[] = [...said.always];
  const unknown = input.census.channels.filter((line) => !line.control && line.state === 'unknown').length;
  // Small counts of channels are merged for the public: no second way to learn them.
  if (unknown > 0 && view.audience !== 'public') lines.push(said.unknown({ n: unknown, note: censusNote(view) }));
  const gaps = toldStatements(view).reduce((n, statement) => n + statement.gaps, 0);
  if (gaps > 0) lines.push(said.gaps(view.count(gaps, 'gaps', 'gaps', [])));
  if (input.problems > 0) lines.push(said.unreadable({ n: input.problems, note: filesNote(view, 'problems') }));
  if (input.sources.length > 0 && !input.census.channels.some((line) => line.control)) lines.push(words.census.noControls);
  return lines;
}
