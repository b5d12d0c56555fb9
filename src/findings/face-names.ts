/** Do the names of two channels of the pool belong together? Every title and handle of one against every one of the other. */

import { type ChannelRef, nativeIdOf, platformOf } from '../model/ref.ts';
import type { Dossier } from './dossier.ts';
import { type Form, type Name, readHandle, readTitle } from './names.ts';
import { type NameIndex, nameIndex } from './names-index.ts';
import { NOTHING, type Shared, shared, type Written } from './names-likeness.ts';
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
/** A handle that somebody else holds after a loss: anybody may have taken it. */
const TAKEN = 1;
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
      const entry = {
        name,
        ref,
        plain: name.plain.map((form) => written(plain, nextPlain++, form)),
        bones: name.skeletons.map((form) => written(bones, nextBones++, form)),
      };
      return entry;
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
  const xs = pool.entries[a] ?? [];
  const ys = pool.entries[b] ?? [];
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
  const handle = evidenceOf(handles, pool.size);
  return { title: evidenceOf(titles, pool.size), handle: taken ? withTaken(handle) : handle };
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
  let best = { shared: NOTHING, bits: 0, how: '' };
  const offer = (found: Shared, less: number, how: string): void => {
    if (found.bits - less > best.bits) best = { shared: found, bits: found.bits - less, how };
  };
  for (const [i, p] of x.plain.entries()) {
    for (const [j, q] of y.plain.entries()) offer(shared(p, q, a, b), i + j > 0 ? 0.5 : 0, i + j > 0 ? ' by look-alike letters' : '');
  }
  if (!best.shared.whole) {
    for (const p of x.bones)
      for (const q of y.bones) offer(shared(p, q, a, b), SECOND_LOOK, sameScript ? ' by consonants' : ' after transliteration');
    if (x.name.field !== y.name.field) offer(initialsOf(x, y, a, b), INITIALS, ' by initials');
  }
  return { bits: likelihood(best.bits, sameScript), shared: best.shared, x: x.name, y: y.name, how: best.how };
}

/** Some keep nothing of the name, which then says nothing; in one script even a little against. */
function likelihood(bits: number, sameScript: boolean): number {
  if (bits <= 0 && !sameScript) return 0;
  return Math.log2(KEPT * (bits <= 0 ? 0 : 2 ** bits) + (1 - KEPT));
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

function evidenceOf(matches: readonly Match[], size: number): NameEvidence {
  let best: Match | null = null;
  for (const match of matches) if (best === null || match.bits > best.bits) best = match;
  if (best === null) return { bits: null, detail: '', owners: null, others: 0 };
  // More names, more chances to be alike by chance.
  const bits = best.bits > 0 ? Math.max(0, best.bits - 0.5 * Math.log2(matches.length)) : best.bits;
  return { bits, detail: detailOf(best, size), owners: best.shared.owners, others: best.shared.others };
}

function detailOf({ x, y, shared: found, how, bits }: Match, size: number): string {
  const one = x.field === y.field ? x.field : '';
  const pair = `${one === '' ? `${x.field} ` : `${one} `}'${x.shown}' ↔ ${one === '' ? `${y.field} ` : ''}'${y.shown}'`;
  if (found.bits <= 0) return bits < 0 ? `${pair}: nothing in common` : '';
  const part = found.whole ? '' : ' in part';
  return `${pair}${how}${part}; shared by ${found.others + 2} of ${size} channels`;
}
