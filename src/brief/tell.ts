/** Which sections make a brief, in which order. */

import type { Said, Section } from './document.ts';
import type { BriefInput } from './input.ts';
import type { Note } from './notes.ts';
import { censusSection } from './sections/census.ts';
import { firstSection } from './sections/first.ts';
import { glanceSection } from './sections/glance.ts';
import { homesSection } from './sections/homes.ts';
import { importedSection } from './sections/imported.ts';
import { lifespansSection } from './sections/lifespans.ts';
import { methodSection } from './sections/method.ts';
import { assertionsSection, disputesSection, eventsSection } from './sections/said.ts';
import { signpostsSection } from './sections/signposts.ts';
import { timelineSection } from './sections/timeline.ts';
import { wavesSection } from './sections/waves.ts';
import { zoneName } from './times.ts';
import { foreign, type View, viewOf } from './view.ts';
import type { Words } from './words/words.ts';

/** A brief before it is written down. */
export interface Brief {
  words: Words;
  name: Said;
  /** What stands under the name. */
  header: readonly Said[];
  sections: readonly Section[];
  notes: readonly Note[];
}

/** Tells the input in one language; what the audience may not see is left out here, not when it is written down. */
export function tell(input: BriefInput, words: Words): Brief {
  const view = viewOf(input, words);
  const header = headerOf(view);
  const sections = [
    glanceSection(view),
    ...(input.sources.length === 0 ? [] : findings(view)),
    disputesSection(view),
    assertionsSection(view),
    eventsSection(view),
    methodSection(view),
  ].filter((section) => section !== null);
  return { words, name: [view.named(input.settings.name)], header, sections, notes: view.notes.all() };
}

function findings(view: View): (Section | null)[] {
  return [
    timelineSection(view),
    importedSection(view),
    censusSection(view),
    wavesSection(view),
    homesSection(view),
    firstSection(view),
    lifespansSection(view),
    signpostsSection(view),
  ];
}

function headerOf(view: View): Said[] {
  const { words, input } = view;
  const { header } = words;
  const zone = foreign(input.at === null ? input.settings.zone : zoneName(input.at, input.settings.zone), 'code');
  const lines = [
    input.at === null ? header.noTime : header.asOf(view.time(input.at)),
    ...(input.delayDays === null ? [] : [header.delayed(view.count(input.delayDays, 'delay', 'delay', []))]),
    header.zone(zone),
    header.audience[input.audience],
    header.tool(view.id(input.tool)),
  ];
  if (input.log === null) return lines;
  return [...lines, header.log(view.count(input.log.entries, 'log', 'log', []), view.id(input.log.hash))];
}
