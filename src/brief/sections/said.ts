/** What others said and what happened: disputes, assertions, events, each with its source, none of it judged. */

import type { DisputeKind } from '../../model/words.ts';
import { type Block, column, paragraph, type Said, type Section, text } from '../document.ts';
import type { BriefAssertion, BriefDispute, BriefEvent } from '../input.ts';
import type { View } from '../view.ts';
import type { RuleName } from '../words/words.ts';

/** Null where there is none, and for the public: who is a trap is not told there. */
export function disputesSection(view: View): Section | null {
  const { words, input } = view;
  if (input.disputes.length === 0 || view.audience === 'public') return null;
  const c = words.columns;
  const table: Block = {
    is: 'table',
    caption: words.disputes.caption,
    note: disputesNote(view),
    columns: [column(c.at), column(c.by), column(c.about), column(c.claim), column(c.text), column(c.source), column(c.evidence)],
    rows: [...input.disputes].sort(inTime).map((dispute) => disputeRow(view, dispute)),
  };
  return { id: 'disputes', title: words.sections.disputes, blocks: [paragraph(words.disputes.intro), table] };
}

export function disputesNote(view: View): number {
  return view.note(
    'disputes',
    'disputes',
    view.input.disputes.map((dispute) => dispute.record),
  );
}

function disputeRow(view: View, dispute: BriefDispute): Said[] {
  const { words } = view;
  const kinds: Record<string, string> = words.disputeKinds satisfies Record<DisputeKind, string>;
  const kind = Object.hasOwn(kinds, dispute.kind) ? kinds[dispute.kind] : undefined;
  return [
    view.cellTime(dispute.at),
    [view.channel(dispute.by)],
    [view.channel(dispute.about)],
    kind === undefined ? [view.named(dispute.kind)] : text(kind),
    dispute.text === null ? text(words.nothing) : [view.written(dispute.text)],
    orNothing(view, dispute.citation),
    evidence(view, 'dispute', dispute.record),
  ];
}

/** Side by side in the order of the time they speak of, so that a reader sees where they disagree. */
export function assertionsSection(view: View): Section | null {
  const { words, input } = view;
  if (input.assertions.length === 0) return null;
  const c = words.columns;
  const table: Block = {
    is: 'table',
    caption: words.assertions.caption,
    note: view.note('assertions', 'assertions', []),
    columns: [column(c.at), column(c.asOf), column(c.by), column(c.text), column(c.source), column(c.evidence)],
    rows: [...input.assertions]
      .sort((a, b) => (a.asOf ?? a.at) - (b.asOf ?? b.at) || inTime(a, b))
      .map((assertion) => assertionRow(view, assertion)),
  };
  return { id: 'assertions', title: words.sections.assertions, blocks: [paragraph(words.assertions.intro), table] };
}

function assertionRow(view: View, assertion: BriefAssertion): Said[] {
  return [
    view.cellTime(assertion.at),
    view.cellTime(assertion.asOf),
    [view.named(assertion.by)],
    [view.named(assertion.text)],
    orNothing(view, assertion.citation),
    evidence(view, 'assertion', assertion.record),
  ];
}

export function eventsSection(view: View): Section | null {
  const { words, input } = view;
  if (input.events.length === 0) return null;
  const c = words.columns;
  const table: Block = {
    is: 'table',
    caption: words.events.caption,
    note: view.note('events', 'events', []),
    columns: [column(c.at), column(c.until), column(c.name), column(c.intervention), column(c.source), column(c.evidence)],
    rows: [...input.events].sort(inTime).map((event) => eventRow(view, event)),
  };
  return { id: 'events', title: words.sections.events, blocks: [paragraph(words.events.intro), table] };
}

function eventRow(view: View, event: BriefEvent): Said[] {
  const { words } = view;
  return [
    view.cellTime(event.at),
    view.cellTime(event.until),
    [view.named(event.name)],
    text(event.intervention ? words.yes : words.no),
    orNothing(view, event.citation),
    evidence(view, 'event', event.record),
  ];
}

function inTime(a: { at: number; record: string | null }, b: { at: number; record: string | null }): number {
  return a.at - b.at || ((a.record ?? '') < (b.record ?? '') ? -1 : 1);
}

function orNothing(view: View, citation: string | null): Said {
  return citation === null ? text(view.words.nothing) : [view.named(citation)];
}

function evidence(view: View, rule: RuleName, record: string | null): Said {
  return [{ is: 'note', note: record === null ? view.note('case.yaml', 'caseFile', []) : view.note(record, rule, [record]) }];
}
