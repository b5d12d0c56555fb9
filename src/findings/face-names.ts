/** Do the names of two channels of the pool belong together? Every title and handle of one against every one of the other. */

import { type ChannelRef, nativeIdOf } from '../model/ref.ts';
import type { Dossier } from './dossier.ts';
import { type Form, type Name, readHandle, readTitle } from './names.ts';
import { type NameIndex, nameIndex } from './names-index.ts';
import { MOST_BITS, NOTHING, type Shared, shared, type Written } from './names-likeness.ts';
import { costsOf } from './names-rarity.ts';

/** A name with its readings: their numbers in the two indices. */
interface Entry {
  name: Name;
  ref: ChannelRef | null;
  plain: readonly Written[];
  bones: readonly Written[];
}

export interface NamePool {
  size: number;
  plain: NameIndex;
  bones: NameIndex;
  /** Of each channel. */
  entries: readonly (readonly Entry[])[];
}

/** What one kind of name says of a pair. */
export interface NameEvidence {
  /** Null: one of them has no such name. */
  bits: number | null;
  detail: string;
  owners: readonly number[] | null;
  others: number;
}

/** Names of one kind that are looked at, the latest first. */
const MOST_NAMES = 5;
/** Share of true continuations that keep something of the name (measured on simulated worlds and real moves). */
const KEPT = 0.65;
/** Looking at the consonants, too, is a second chance to be alike by chance. */
const SECOND_LOOK = 1;
/** A reading by look-alike letters is one of several. */
const LOOKS = 0.5;
/** A handle that somebody else holds after a loss: anybody may have taken it. */
const TAKEN = 1;
/** By how many bits the reckoning of chance is too cautious, where it says more than twice that. */
const CAUTION = 2;
/** Initials are short and words have many. */
const INITIALS = 2;

/** Reads all names of all dossiers. Costs of letters are worked out when a name is first compared. */
export function namePool(dossiers: readonly Dossier[]): NamePool {
  const read = dossiers.map(namesOf);
  const plain = indexOf(read, (name) => name.plain);
  const bones = indexOf(read, (name) => name.skeletons);
  let nextPlain = 0;
  let nextBones = 0;
  const entries = read.map((names) =>
    names.map(({ name, ref }) => {
      return {
        name,
        ref,
        plain: name.plain.map((form) => written(plain, nextPlain++, form)),
        bones: name.skeletons.map((form) => written(bones, nextBones++, form)),
      };
    }),
  );
  return { size: dossiers.length, plain, bones, entries };
}

function indexOf(read: readonly { name: Name }[][], formsOf: (name: Name) => readonly Form[]): NameIndex {
  const forms: Form[] = [];
  const owners: number[] = [];
  for (const [channel, names] of read.entries()) {
    for (const { name } of names) {
      for (const form of formsOf(name)) {
        forms.push(form);
        owners.push(channel);
      }
    }
  }
  return nameIndex(forms, owners);
}

function written(index: NameIndex, number: number, form: Form): Written {
  let costs: Written['costs'] | null = null;
  return {
    index,
    number,
    letters: index.text.slice(index.starts[number] ?? 0, (index.starts[number + 1] ?? 1) - 1),
    edges: form.edges,
    get costs() {
      costs ??= costsOf(index, number);
      return costs;
    },
  };
}

/** The different names of a channel: titles, then handles, the latest of each first. */
function namesOf(dossier: Dossier): { name: Name; ref: ChannelRef | null }[] {
  const titles = new Map<string, Name>();
  for (const face of dossier.faces.toReversed()) {
    const name = face.title === null || titles.size >= MOST_NAMES ? null : readTitle(face.title);
    const key = name?.plain[0]?.text ?? '';
    if (name !== null && !titles.has(key)) titles.set(key, name);
  }
  const refs = [...new Set([...dossier.handles.map((hold) => hold.handle), dossier.channel])].filter((ref) => nativeIdOf(ref) === null);
  const handles: { name: Name; ref: ChannelRef }[] = [];
  for (const ref of refs.reverse()) {
    const name = readHandle(ref);
    if (name !== null && handles.length < MOST_NAMES) handles.push({ name, ref });
  }
  return [...[...titles.values()].map((name) => ({ name, ref: null })), ...handles];
}

interface Match {
  bits: number;
  shared: Shared;
  x: Name;
  y: Name;
  how: string;
}

/** What titles, and what handles (also against titles), say of channels `a` and `b`. */
export function compareNames(pool: NamePool, a: number, b: number): { title: NameEvidence; handle: NameEvidence } {
  const xs = pool.entries[Math.min(a, b)] ?? [];
  const ys = pool.entries[Math.max(a, b)] ?? [];
  const titles: Match[] = [];
  const handles: Match[] = [];
  let taken = false;
  for (const x of xs) {
    for (const y of ys) {
      if (isTaken(x, y, xs, ys)) {
        taken = true;
        continue;
      }
      const match = matchOf(x, y, a, b);
      if (x.name.field !== y.name.field) match.bits = Math.max(0, match.bits);
      (x.name.field === 'title' && y.name.field === 'title' ? titles : handles).push(match);
    }
  }
  const handle = evidenceOf(handles, pool.size, a > b);
  return { title: evidenceOf(titles, pool.size, a > b), handle: taken ? withTaken(handle) : handle };
}

/** True where one of the two is a handle that both channels hold on one platform. */
function isTaken(x: Entry, y: Entry, xs: readonly Entry[], ys: readonly Entry[]): boolean {
  if (x.ref !== null && ys.some((other) => other.ref === x.ref)) return true;
  return y.ref !== null && xs.some((other) => other.ref === y.ref);
}

function withTaken(handle: NameEvidence): NameEvidence {
  const detail = 'the same handle on the same platform under another native id: anybody may have taken it';
  if (handle.bits !== null && handle.bits > TAKEN) return { ...handle, detail: `${handle.detail}; ${detail}` };
  return { bits: TAKEN, detail, owners: null, others: 0 };
}

function matchOf(x: Entry, y: Entry, a: number, b: number): Match {
  const sameScript = (x.name.scripts & y.name.scripts) !== 0;
  let best = bestOf(x.plain, y.plain, a, b, (i) => (i > 0 ? { less: LOOKS, how: ' by look-alike letters' } : { less: 0, how: '' }));
  if (!best.shared.whole) {
    const how = sameScript ? ' by consonants' : ' after transliteration';
    best = better(
      best,
      bestOf(x.bones, y.bones, a, b, () => ({ less: SECOND_LOOK, how })),
    );
    const initials = x.name.field === y.name.field ? NOTHING : initialsOf(x, y, a, b);
    best = better(best, { shared: initials, bits: initials.bits - INITIALS, how: ' by initials' });
  }
  return { bits: likelihood(best.bits, sameScript), shared: best.shared, x: x.name, y: y.name, how: best.how };
}

type Reading = Pick<Match, 'shared' | 'bits' | 'how'>;
const NO_READING: Reading = { shared: NOTHING, bits: 0, how: '' };

/** The two readings that have most in common. `about` the sum of their places in the lists: what it takes off and how it is called. */
function bestOf(
  xs: readonly Written[],
  ys: readonly Written[],
  a: number,
  b: number,
  about: (places: number) => { less: number; how: string },
): Reading {
  let best = NO_READING;
  for (const [i, p] of xs.entries()) {
    for (const [j, q] of ys.entries()) {
      // In one order, so that the answer is the same from either side.
      const found = p.number < q.number ? shared(p, q, a, b) : shared(q, p, a, b);
      const { less, how } = about(i + j);
      best = better(best, { shared: found, bits: found.bits - less, how });
    }
  }
  return best;
}

function better(one: Reading, other: Reading): Reading {
  return other.bits > one.bits ? other : one;
}

/**
 * Some keep nothing of the name, which then says nothing; in one script even a little against. The reckoning of chance is
 * cautious: measured on simulated worlds and real moves, low values stand for half as much again.
 */
function likelihood(bits: number, sameScript: boolean): number {
  if (bits <= 0) return sameScript ? Math.log2(1 - KEPT) : 0;
  const odds = Math.log2(KEPT * 2 ** bits + (1 - KEPT));
  return Math.min(MOST_BITS, odds + Math.min(odds / 2, CAUTION));
}

/** A handle that is the initials of a title of three words or more. */
function initialsOf(x: Entry, y: Entry, a: number, b: number): Shared {
  const [title, handle] = x.name.field === 'title' ? [x, y] : [y, x];
  const [words, letters] = [title.name.plain[0], handle.plain[0]];
  const text = handle.name.plain[0]?.text ?? '';
  if (words === undefined || letters === undefined || words.edges.length < 4) return NOTHING;
  const initials = words.edges.slice(0, -1).map((edge) => words.text.charAt(edge));
  return initials.join('') === text ? shared(letters, letters, a, b) : NOTHING;
}

function evidenceOf(matches: readonly Match[], size: number, turned: boolean): NameEvidence {
  let best: Match | null = null;
  for (const match of matches) if (best === null || match.bits > best.bits) best = match;
  if (best === null) return { bits: null, detail: '', owners: null, others: 0 };
  // More names, more chances to be alike by chance.
  const bits = best.bits > 0 ? Math.max(0, best.bits - 0.5 * Math.log2(matches.length)) : best.bits;
  return {
    bits,
    detail: detailOf(turned ? { ...best, x: best.y, y: best.x } : best, size),
    owners: best.shared.owners,
    others: best.shared.others,
  };
}

function detailOf({ x, y, shared: found, how, bits }: Match, size: number): string {
  const one = x.field === y.field ? x.field : '';
  const pair = `${one === '' ? `${x.field} ` : `${one} `}'${x.shown}' ↔ ${one === '' ? `${y.field} ` : ''}'${y.shown}'`;
  if (found.bits <= 0) return bits < 0 ? `${pair}: nothing in common` : '';
  const part = found.whole ? '' : ' in part';
  return `${pair}${how}${part}; shared by ${found.others + 2} of ${size} channels`;
}
