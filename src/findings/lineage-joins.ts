/** Which stay continues which? From verdicts, the platforms' own words and likely successors, one step at a time. */

import type { Ms } from '../model/observation.ts';
import type { IdentityKey } from './identity.ts';
import { byEnd, isNative, type LineageInput, type Stay } from './lineage-stays.ts';
import { compare, groupBy } from './order.ts';
import type { Candidate } from './successors.ts';

/** `verdict`: an analyst confirmed it. `native`: the platform names the new home. `return`: the same channel came back. */
export type JoinBasis = 'verdict' | 'native' | 'likely' | 'return';

/** One step of a line. */
export interface Join {
  from: Stay;
  to: Stay;
  probability: number;
  basis: JoinBasis;
  contested: boolean;
}

/** Below this a candidate is more likely not the continuation. */
export const LIKELY = 0.5;

/** That two channels are one community's, as far as a succession or a verdict says so. */
interface Relation {
  of: IdentityKey;
  to: IdentityKey;
  probability: number;
  basis: Exclude<JoinBasis, 'return'>;
  contested: boolean;
}

/** The joins of all stays, without those that only jump over a home in between; sorted by their stays. */
export function joinsOf(stays: ReadonlyMap<IdentityKey, readonly Stay[]>, input: LineageInput): Join[] {
  const relations = relationsOf(input);
  const said = new Set(relations.map((relation) => pairKey(relation.of, relation.to)));
  const joins = new Map<string, Join>();
  for (const relation of relations) {
    const [old, young] = [stays.get(relation.of) ?? [], stays.get(relation.to) ?? []];
    keep(joins, relation, follow(old, young));
    // Who continues a community also stands before its return, though nobody was asked where the new home went.
    if (!said.has(pairKey(relation.to, relation.of))) keep(joins, relation, returns(young, old));
  }
  for (const own of stays.values()) {
    for (const [i, stay] of own.entries()) {
      const next = own[i + 1];
      if (next !== undefined) add(joins, { from: stay, to: next, probability: 1, basis: 'return', contested: false });
    }
  }
  return withoutJumps([...joins.values()].sort((a, b) => byEnd(a.from, b.from) || byEnd(a.to, b.to)));
}

function pairKey(of: IdentityKey, to: IdentityKey): string {
  return `${of} ${to}`;
}

function relationsOf(input: LineageInput): Relation[] {
  const relations = new Map<string, Relation>();
  for (const { identity, candidates } of input.successions) {
    for (const candidate of candidates) {
      const relation = relationOf(identity, candidate);
      if (relation !== null) relations.set(pairKey(identity, candidate.identity), relation);
    }
  }
  // An analyst may know of a home that no comparison found.
  for (const row of [...input.verdicts].sort(
    (a, b) => a.at - b.at || compare(a.predecessor, b.predecessor) || compare(a.successor, b.successor),
  )) {
    const [of, to] = [input.resolve(row.predecessor), input.resolve(row.successor)];
    const key = pairKey(of, to);
    if (row.verdict === 'confirmed')
      relations.set(key, { of, to, probability: 1, basis: 'verdict', contested: relations.get(key)?.contested ?? false });
    else if (row.verdict !== 'unsure') relations.delete(key);
  }
  return [...relations.values()]
    .filter((relation) => relation.of !== relation.to)
    .sort((a, b) => compare(a.of, b.of) || compare(a.to, b.to));
}

function relationOf(of: IdentityKey, candidate: Candidate): Relation | null {
  const { identity: to, verdict, contested } = candidate;
  if (verdict === 'rejected' || verdict === 'impersonator') return null;
  if (verdict === 'confirmed') return { of, to, probability: 1, basis: 'verdict', contested };
  if (candidate.probability < LIKELY) return null;
  return { of, to, probability: candidate.probability, basis: isNative(candidate) ? 'native' : 'likely', contested };
}

/** The stay of the young that gave a sign of life after each stay of the old had given its last. */
function follow(old: readonly Stay[], young: readonly Stay[]): [Stay, Stay][] {
  return old.flatMap((stay, i): [Stay, Stay][] => {
    const to = firstAfter(stay, young);
    if (to === null) return [];
    const back = old[i + 1];
    // Where the old one came back, only what there was in between can have followed its first stay.
    return back === undefined || isBefore(to, back.from) ? [[stay, to]] : [];
  });
}

/** Against the direction of what was asked: to a later stay of a channel that came back, and from an earlier stay of one that did. */
function returns(young: readonly Stay[], old: readonly Stay[]): [Stay, Stay][] {
  const back = young.flatMap((stay): [Stay, Stay][] => {
    const to = firstAfter(stay, old);
    return to !== null && to.number > 1 && isBefore(stay, to.from) ? [[stay, to]] : [];
  });
  const away = follow(young, old).filter(([stay]) => stay !== young.at(-1));
  return [...back, ...away];
}

function firstAfter(stay: Stay, others: readonly Stay[]): Stay | null {
  if (stay.ended === null && !stay.left) return null;
  return [...others].sort(byEnd).find((other) => byEnd(stay, other) < 0) ?? null;
}

function isBefore(stay: Stay, time: Ms | null): boolean {
  return stay.from !== null && time !== null && stay.from < time;
}

function keep(joins: Map<string, Join>, { probability, basis, contested }: Relation, pairs: readonly [Stay, Stay][]): void {
  for (const [from, to] of pairs) add(joins, { from, to, probability, basis, contested });
}

function add(joins: Map<string, Join>, join: Join): void {
  const key = `${join.from.identity}(${join.from.number}) ${join.to.identity}(${join.to.number})`;
  const known = joins.get(key);
  if (known === undefined || join.probability > known.probability) joins.set(key, join);
}

/**
 * Leaves out a join that only jumps over homes in between: another way leads to the same home, and that home began nearer
 * to the loss of the last one on this way (or is a return, or nobody knows when it began).
 */
function withoutJumps(joins: readonly Join[]): Join[] {
  const next = groupBy(joins, (join) => join.from);
  const before = groupBy(joins, (join) => join.to);
  return joins.filter((join) => {
    const others = (before.get(join.to) ?? []).filter((other) => other !== join && leads(join.from, other.from, next));
    return !others.some((other) => join.basis === 'return' || isNearer(join.to, other.from, join.from));
  });
}

function isNearer(home: Stay, last: Stay, jumped: Stay): boolean {
  if (home.from === null || last.ended === null || jumped.ended === null) return true;
  return Math.abs(home.from - last.ended.by) <= Math.abs(home.from - jumped.ended.by);
}

/** Whether a way of joins leads from one stay to another. Stays beyond the goal in the order cannot lead back to it. */
function leads(from: Stay, to: Stay, next: ReadonlyMap<Stay, readonly Join[]>): boolean {
  const met = new Set<Stay>();
  const waiting = [from];
  for (let stay = waiting.pop(); stay !== undefined; stay = waiting.pop()) {
    if (stay === to) return true;
    if (met.has(stay) || byEnd(stay, to) > 0) continue;
    met.add(stay);
    waiting.push(...(next.get(stay) ?? []).map((join) => join.to));
  }
  return false;
}
