/** Which pairs of a lost channel and a candidate are worth comparing, and what is measured of each? */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { DisputeRow, ForwardRow, VerdictRow } from '../model/rows.ts';
import type { Dossier, Dossiers } from './dossier.ts';
import type { Faces } from './face.ts';
import { type PointersInput, type Sayings, sayings } from './pointers.ts';
import { type Denials, type DisputeMeasures, denials, disputeMeasures } from './successor-disputes.ts';
import { type Kin, kinOf } from './successor-kin.ts';
import { MOST_DENIALS, placeOf, vectorOf } from './successor-measures.ts';
import { type Entrant, strength } from './successor-model.ts';
import { type SignpostMeasures, type SignpostReader, signpostReader } from './successor-signposts.ts';
import { timing } from './timing.ts';
import type { Voices } from './voice.ts';

export interface SuccessorsInput extends PointersInput {
  at: Ms;
  known: Dossiers;
  faces: Faces;
  voices: Voices;
  forwards: readonly ForwardRow[];
  disputes: readonly DisputeRow[];
  verdicts: readonly VerdictRow[];
  /** Of these channels, lost or not; null: of all that are lost. */
  of: readonly ChannelRef[] | null;
}

export interface Arena {
  input: SuccessorsInput;
  /** The lost channels, and the others that were asked for: places of dossiers, ascending. */
  predecessors: number[];
  /** Channels that could continue any of them. */
  pool: number;
  entrants: Entrant[];
  said: Sayings;
  kin: Kin;
  signposts: SignpostReader;
  denials: Denials;
}

/** Up to so many candidates everybody is compared with everybody. */
const SMALL_POOL = 1000;
/** In a larger pool: those that face and voice propose. Chosen so that fewer than 1 % of true pairs are lost at 20,000 candidates. */
const PROPOSED = 60;
/** Of each lost channel, only the strongest candidates go on: in a large pool fewer, since there are many lost channels too. */
const KEPT = 120;
const KEPT_OF_MANY = 50;

/** All pairs worth a look, measured; disputes are weighed later, since what a denial is worth depends on who denies. */
export function arena(input: SuccessorsInput, weights: readonly number[]): Arena {
  const { known } = input;
  const predecessors = predecessorsOf(input);
  const said = sayings(input, known);
  const kin = kinOf(predecessors, known, input.faces, input.forwards, said);
  const signposts = signpostReader(said, known, kin);
  const candidates = known.list.filter((dossier) => dossier.observed && !dossier.control).map((dossier) => dossier.index);
  const context = { input, signposts, candidates, pool: Math.max(0, candidates.length - 1) };
  const decided = decisions(input);
  const entrants = predecessors.flatMap((from) =>
    strongest(measured(from, context, decided), weights, candidates.length <= SMALL_POOL ? KEPT : KEPT_OF_MANY),
  );
  return {
    input,
    predecessors,
    pool: context.pool,
    entrants,
    said,
    kin,
    signposts,
    denials: denials(input.disputes, said, known),
  };
}

function predecessorsOf({ known, of, at }: SuccessorsInput): number[] {
  const lost = known.list
    .filter((dossier) => dossier.lost !== null && !dossier.control && dossier.observed)
    .map((dossier) => dossier.index);
  const asked = (of ?? []).flatMap((ref) => known.of(ref, null, at) ?? []);
  return [...new Set([...lost, ...asked])].sort((a, b) => a - b);
}

interface Context {
  input: SuccessorsInput;
  signposts: SignpostReader;
  candidates: readonly number[];
  pool: number;
}

function measured(from: number, context: Context, decided: ReadonlyMap<string, Entrant['decided']>): Entrant[] {
  const { input, signposts, pool } = context;
  const predecessor = input.known.list[from];
  if (predecessor === undefined) return [];
  const pointed = signposts.of(from);
  const moved = movedTo(predecessor, input.known, input.at);
  return proposals(from, context, pointed, moved, decided).map((to) => ({
    from,
    to,
    vector: measure(predecessor, to, { input, pool, pointed: pointed.get(to) ?? null, moved: to === moved }),
    decided: decided.get(`${from} ${to}`) ?? null,
  }));
}

interface Pointed {
  input: SuccessorsInput;
  pool: number;
  pointed: SignpostMeasures | null;
  moved: boolean;
}

function measure(predecessor: Dossier, to: number, { input, pool, pointed, moved }: Pointed): Float64Array {
  const { known, faces, voices } = input;
  const candidate = known.list[to];
  if (candidate === undefined) throw new RangeError(`there is no dossier ${to}`);
  return vectorOf({
    pool,
    observed: candidate.observed,
    moved,
    signposts: pointed,
    face: faces.compare(predecessor.index, to),
    voice: voices.compare(predecessor.index, to),
    timing: timing(predecessor, candidate, known.days[to] ?? []),
    denied: 0,
  });
}

export function movedTo(predecessor: Dossier, known: Dossiers, at: Ms): number | null {
  return predecessor.movedTo === null ? null : known.of(predecessor.movedTo, null, at);
}

/** Blocking: everybody in a small pool; in a large one whoever is pointed to, decided, or proposed by face or voice. */
function proposals(
  from: number,
  { input, candidates }: Context,
  pointed: ReadonlyMap<number, unknown>,
  moved: number | null,
  decided: ReadonlyMap<string, unknown>,
): number[] {
  const { known, faces, voices } = input;
  const found = new Set<number>(pointed.keys());
  if (moved !== null) found.add(moved);
  const others = candidates.length <= SMALL_POOL ? candidates : [...faces.neighbours(from, PROPOSED), ...voices.neighbours(from, PROPOSED)];
  for (const to of others) found.add(to);
  for (const to of candidates) if (decided.size > 0 && decided.has(`${from} ${to}`)) found.add(to);
  found.delete(from);
  return [...found].filter((to) => known.list[to]?.control === false).sort((a, b) => a - b);
}

function decisions({ verdicts, known, at }: SuccessorsInput): Map<string, Entrant['decided']> {
  const found = new Map<string, Entrant['decided']>();
  for (const { predecessor, successor, verdict } of verdicts) {
    if (verdict === 'unsure') continue;
    found.set(`${known.of(predecessor, null, at)} ${known.of(successor, null, at)}`, verdict === 'confirmed' ? 'in' : 'out');
  }
  return found;
}

function strongest(entrants: Entrant[], weights: readonly number[], kept: number): Entrant[] {
  if (entrants.length <= kept) return entrants;
  const ranked = entrants.map((entrant) => ({ entrant, bits: strength(entrant.vector, weights) }));
  ranked.sort((a, b) => b.bits - a.bits || a.entrant.to - b.entrant.to);
  return ranked
    .filter(({ entrant }, i) => i < kept || entrant.decided !== null)
    .map(({ entrant }) => entrant)
    .sort((a, b) => a.to - b.to);
}

/** What denials mean for each pair, with who denies weighed by how likely it is itself to continue the lost channel. */
export function weighDisputes(field: Pick<Arena, 'entrants' | 'denials' | 'kin'>, weights: readonly number[]): DisputeMeasures[] {
  const share = shares(field.entrants, weights);
  return field.entrants.map(({ from, to }) =>
    disputeMeasures(from, to, field.denials, field.kin, (channel) => (channel === to ? 0 : (share.get(`${from} ${channel}`) ?? 0))),
  );
}

/** The entrants with their disputes in the vector. */
export function withDisputes(entrants: readonly Entrant[], disputes: readonly DisputeMeasures[]): Entrant[] {
  const place = placeOf('denied');
  return entrants.map((entrant, i) => {
    const weight = Math.min(MOST_DENIALS, disputes[i]?.weight ?? 0);
    if (weight === entrant.vector[place]) return entrant;
    const vector = entrant.vector.slice();
    vector[place] = weight;
    return { ...entrant, vector };
  });
}

/** Each candidate's share among those of its lost channel and nobody, by their strength without disputes. */
function shares(entrants: readonly Entrant[], weights: readonly number[]): Map<string, number> {
  const totals = new Map<number, number>();
  const own = entrants.map((entrant) => 2 ** Math.min(40, strength(entrant.vector, weights)));
  for (const [i, { from }] of entrants.entries()) totals.set(from, (totals.get(from) ?? 1) + (own[i] ?? 0));
  return new Map(entrants.map(({ from, to }, i) => [`${from} ${to}`, (own[i] ?? 0) / (totals.get(from) ?? 1)]));
}
