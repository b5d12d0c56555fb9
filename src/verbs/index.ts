import type { Verb } from './verb.ts';

/**
 * The commands, in the order in which a case meets them. Loading a verb loads what it needs and nothing else, so the list
 * itself must stay free of imports. A test holds names and summaries against the verbs.
 */
export const VERBS: readonly { name: string; summary: string; load: () => Promise<unknown> }[] = [
  {
    name: 'demo',
    summary: 'the rehearsal: a staged week, watched live on local replicas of the platforms',
    load: async () => (await import('./demo.ts')).demo,
  },
  { name: 'init', summary: 'make a case', load: async () => (await import('./init.ts')).init },
  { name: 'import', summary: 'read files or folders into the case', load: async () => (await import('./import.ts')).importVerb },
  { name: 'note', summary: "enter a person's own sighting of a channel", load: async () => (await import('./note.ts')).note },
  { name: 'roster', summary: 'list, add or remove the channels under watch', load: async () => (await import('./roster.ts')).roster },
  {
    name: 'found',
    summary: 'what posts pointed to and nobody accepted or ignored yet',
    load: async () => (await import('./found.ts')).found,
  },
  { name: 'watch', summary: 'probe and collect live, politely', load: async () => (await import('./watch.ts')).watch },
  { name: 'census', summary: 'who is alive, silent, gone, private or unknown', load: async () => (await import('./census.ts')).census },
  {
    name: 'waves',
    summary: 'when channels went, fell silent or turned private together',
    load: async () => (await import('./waves.ts')).waves,
  },
  { name: 'signposts', summary: 'posts that point to communities elsewhere', load: async () => (await import('./signposts.ts')).signposts },
  {
    name: 'successors',
    summary: 'where lost channels went: ranked homes with evidence',
    load: async () => (await import('./successors.ts')).successors,
  },
  { name: 'first', summary: 'the earliest of the copies seen of each statement', load: async () => (await import('./first.ts')).first },
  { name: 'decide', summary: 'say whether one channel continues another', load: async () => (await import('./decide.ts')).decide },
  {
    name: 'audit',
    summary: 'judge a random sample of pairs without seeing their probability',
    load: async () => (await import('./audit.ts')).audit,
  },
  { name: 'lineage', summary: 'chains of homes: first, second, and back', load: async () => (await import('./lineage.ts')).lineage },
  {
    name: 'overlap',
    summary: 'how many channels there are at least, from what two observers both watch',
    load: async () => (await import('./overlap.ts')).overlap,
  },
  {
    name: 'arrivals',
    summary: 'who is arriving on a platform: signposts to it, and the lost channels behind its new homes',
    load: async () => (await import('./arrivals.ts')).arrivals,
  },
  { name: 'refer', summary: 'draft a referral to a platform, and see what followed', load: async () => (await import('./refer.ts')).refer },
  {
    name: 'lifespans',
    summary: 'how long homes last, with ends not seen and homes found late taken into account',
    load: async () => (await import('./lifespans.ts')).lifespans,
  },
  { name: 'impact', summary: 'what changed around a dated intervention', load: async () => (await import('./impact.ts')).impact },
  { name: 'search', summary: 'posts by words and phrases, Arabic folded', load: async () => (await import('./search.ts')).search },
  { name: 'links', summary: 'recognise community links in any text, line by line', load: async () => (await import('./links.ts')).links },
  { name: 'brief', summary: 'write the brief, in English and Arabic', load: async () => (await import('./brief.ts')).brief },
  {
    name: 'export',
    summary: 'write a table of the case as CSV, Parquet or NDJSON',
    load: async () => (await import('./export.ts')).exportVerb,
  },
  { name: 'verify', summary: 'check the evidence against its custody log', load: async () => (await import('./verify.ts')).verify },
  {
    name: 'rebuild',
    summary: 'make the lake and the database again from evidence',
    load: async () => (await import('./rebuild.ts')).rebuild,
  },
  { name: 'schema', summary: "describe a command's JSON answer", load: async () => (await import('./schema.ts')).schema },
];

/** The verb of a name; null where there is none. */
export async function loadVerb(name: string): Promise<Verb | null> {
  const entry = VERBS.find((candidate) => candidate.name === name);
  return entry === undefined ? null : ((await entry.load()) as Verb);
}
