/** Who denied that a home is genuine, and how much is that worth? Denials come from fans, from the community itself, and from impersonators. */

import { type PostRef, parsePostRef } from '../model/ref.ts';
import type { DisputeRow } from '../model/rows.ts';
import type { Dossiers } from './dossier.ts';
import { compare } from './order.ts';
import { independent, type Said, type Sayings } from './pointers.ts';
import type { Kin } from './successor-kin.ts';
import type { Candidate } from './successors.ts';

/** One denial of one home, by one independent voice. */
export interface Denial {
  by: number | null;
  shown: Candidate['disputes'][number];
  /** A record of a dispute; else a post that warns. */
  recorded: boolean;
}

export type Denials = ReadonlyMap<number, readonly Denial[]>;

/** A stranger's word, the word of a channel of the circle, and that of the lost channel itself. */
const STRANGER = 0.3;
const KIN = 0.5;
const SELF = 1;
/** So many independent warnings make a home contested; of a channel that itself likely continues the lost one, a single one does. */
const WARNINGS = 2;
const CREDIBLE = 0.5;

/** All denials by the home that they are about. Several of one channel are one, and so are copies of one warning. */
export function denials(disputes: readonly DisputeRow[], said: Sayings, known: Dossiers): Map<number, Denial[]> {
  const found = new Map<number, Denial[]>();
  const add = (about: number, denial: Denial): void => {
    const list = found.get(about) ?? [];
    found.set(about, list);
    if (denial.by === null || !list.some((other) => other.by === denial.by)) list.push(denial);
  };
  for (const row of [...disputes].sort((a, b) => a.at - b.at || compare(a.by, b.by) || compare(a.kind, b.kind) || a.rid - b.rid)) {
    const about = known.of(row.about, null, row.at);
    const by = known.of(row.by, null, row.at);
    if (about === null || about === by) continue;
    add(about, { by, shown: { by: row.by, at: row.at, post: citedPost(row.citation), kind: row.kind }, recorded: true });
  }
  for (const [about, list] of said.byTarget) {
    const warnings = list.filter((one) => one.stance === 'warn' && one.by !== about);
    for (const { said: one } of independent(warnings.map((warning) => ({ said: warning, weight: 1 })))) {
      add(about, { by: one.by, shown: shownWarning(one, known), recorded: false });
    }
  }
  return found;
}

function shownWarning(said: Said, known: Dossiers): Denial['shown'] {
  return { by: known.list[said.by]?.channel ?? '', at: said.at, post: said.post, kind: 'fake' };
}

function citedPost(citation: string | null): PostRef | null {
  return citation !== null && parsePostRef(citation) !== null && !/\s|:\/\//.test(citation) ? citation : null;
}

export interface DisputeMeasures {
  /** Sum over independent denials of what each is worth. */
  weight: number;
  contested: boolean;
  denials: readonly Denial[];
}

/** What the denials of `to` mean for it as a continuation of `from`. `likely`: how probable it is, without disputes, that a channel continues `from`. */
export function disputeMeasures(from: number, to: number, all: Denials, kin: Kin, likely: (channel: number) => number): DisputeMeasures {
  const list = all.get(to) ?? [];
  const worth = list.map(({ by }) => {
    if (by === null) return STRANGER;
    if (by === from) return SELF;
    return Math.max(STRANGER, kin.get(from)?.has(by) === true ? KIN : 0, likely(by));
  });
  const warnings = list.filter((denial) => !denial.recorded).length;
  const credible = list.some(({ by }, i) => by !== null && (by === from || ((worth[i] ?? 0) >= CREDIBLE && likely(by) >= CREDIBLE)));
  return {
    weight: [...worth].sort((a, b) => b - a).reduce((sum, w) => sum + w, 0),
    contested: warnings < list.length || warnings >= WARNINGS || credible,
    denials: list,
  };
}
