/** What may not stand in a public version, taken out of texts that people wrote: handles, titles, links, mentions. */

import { type ChannelRef, nameOf } from '../model/ref.ts';
import type { BriefInput } from './input.ts';

/** Stands for what was taken out. */
const OUT = '[…]';
/** Anything a reader could open or look up: with a scheme, defanged or not, a host with a path, an address, a mention. */
const REACHABLE =
  /\b[a-z][a-z0-9+-]{1,20}(?:\[:\]|:)(?:\/\/|\?)\S+|[@#][\p{L}\p{N}_.-]{2,}|\S{0,200}[\p{L}\p{N}-](?:\.|\[\.\])\p{L}{2,}\S*/giu;

/** Every channel that the input names anywhere. */
export function channelsOf(input: BriefInput): Set<ChannelRef> {
  const named: (ChannelRef | null)[] = [...input.known];
  for (const line of input.census.channels) named.push(line.channel, line.entered, line.movedTo, line.renamed?.from ?? null);
  for (const loss of input.census.massLosses) named.push(...loss.channels, ...loss.controls.map((control) => control.channel));
  for (const statement of input.statements.list)
    named.push(...statement.posts.map((copy) => copy.channel), statement.lead?.over ?? null, statement.first.channel);
  for (const signpost of input.signposts.list) named.push(signpost.by, signpost.to);
  for (const wave of input.waves) named.push(...wave.channels);
  for (const lost of input.homes) named.push(lost.predecessor, ...lost.candidates.map((candidate) => candidate.channel));
  for (const dispute of input.disputes) named.push(dispute.by, dispute.about);
  return new Set(named.filter((channel) => channel !== null));
}

/** A function that takes every known name and everything reachable out of a text. */
export function publicText(input: BriefInput): (text: string) => string {
  const names = [...channelsOf(input)].flatMap((channel) => [channel, nameOf(channel), nameOf(channel).replace(/^[#+]/, '')]);
  const titles = input.census.channels.flatMap((line) => line.title ?? []);
  // The longest first: a name may be part of another. Shorter than three letters nobody is recognised, and every text would be holed.
  const known = [...new Set([...names, ...titles])]
    .filter((name) => name.length >= 3)
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const lower = known.map((name) => name.toLowerCase());
  return (text) => {
    const cut = text.replace(REACHABLE, OUT);
    const within = cut.toLowerCase();
    // Looked for one by one first: a pattern of ten thousand names takes seconds.
    const found = known.filter((_, i) => within.includes(lower[i] ?? ''));
    return found.length === 0 ? cut : cut.replace(new RegExp(found.map(literally).join('|'), 'giu'), OUT);
  };
}

function literally(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
