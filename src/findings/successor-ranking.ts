/** Ranks the continuations of every lost channel: measures, weighs, judges, explains. */

import type { ChannelRef } from '../model/ref.ts';
import type { VerdictRow } from '../model/rows.ts';
import type { Verdict } from '../model/words.ts';
import type { Dossier } from './dossier.ts';
import { compare, groupBy } from './order.ts';
import { type Arena, arena, type SuccessorsInput, weighDisputes, withDisputes } from './successor-arena.ts';
import { recalibrated, strangeness } from './successor-caution.ts';
import type { DisputeMeasures } from './successor-disputes.ts';
import { evidenceOf } from './successor-evidence.ts';
import { type Entrant, type Judged, judgePairs, noneOf, type SuccessorModel } from './successor-model.ts';
import type { SignpostMeasures } from './successor-signposts.ts';
import type { Candidate, RankedCandidate, RankedSuccession } from './successors.ts';
import { timing } from './timing.ts';

/** Less probable ones are named only to fill up the first few. */
const LEAST_PROBABILITY = 0.005;
const FIRST_FEW = 5;
const MOST_CANDIDATES = 25;

/**
 * The continuations of all lost channels, or of those asked for, sorted by predecessor. Answers for one channel are the same
 * whether it is asked alone or with all: rivals are always those of the whole case. Verdicts override; the model learns from
 * blind verdicts of a random sample only. Method: docs/methods/successors.md.
 */
export function successors(input: SuccessorsInput, model: SuccessorModel): RankedSuccession[] {
  const field = arena(input, model.weights);
  const disputes = weighDisputes(field, model.weights);
  const entrants = withDisputes(field.entrants, disputes);
  const taught = recalibrated(model, entrants, input);
  const judged = judgePairs(entrants, taught, strangeness(model, field));
  const pairs = groupBy(
    entrants.map((entrant, i) => ({ entrant, judged: judged[i], disputes: disputes[i] })),
    ({ entrant }) => String(entrant.from),
  );
  const asked = input.of === null ? null : new Set(input.of.map((ref) => input.known.of(ref, null, input.at)));
  const verdicts = verdictsByPair(input);
  return field.predecessors
    .filter((from) => asked === null || asked.has(from))
    .map((from) => succession(from, (pairs.get(String(from)) ?? []) as Pair[], { field, model: taught, verdicts }))
    .sort((a, b) => compare(a.predecessor, b.predecessor) || compare(a.identity, b.identity));
}

interface Pair {
  entrant: Entrant;
  judged: Judged;
  disputes: DisputeMeasures;
}

interface Telling {
  field: Arena;
  model: SuccessorModel;
  verdicts: ReadonlyMap<string, VerdictRow>;
}

function succession(from: number, pairs: readonly Pair[], telling: Telling): RankedSuccession {
  const { input, pool, signposts } = telling.field;
  const predecessor = input.known.list[from];
  if (predecessor === undefined) throw new RangeError(`there is no dossier ${from}`);
  const pointed = signposts.of(from);
  const decidedOf = (pair: Pair): Verdict | null => telling.verdicts.get(`${from} ${pair.entrant.to}`)?.verdict ?? null;
  const probability = (pair: Pair): number => overridden(pair.judged, decidedOf(pair)).probability;
  const ranked = [...pairs].sort(
    (a, b) => probability(b) - probability(a) || b.judged.standing.bits - a.judged.standing.bits || a.entrant.to - b.entrant.to,
  );
  const named = ranked.filter(
    (pair, i) => decidedOf(pair) !== null || i < FIRST_FEW || (i < MOST_CANDIDATES && probability(pair) >= LEAST_PROBABILITY),
  );
  return {
    identity: predecessor.identity,
    predecessor: predecessor.channel,
    names: namesOf(predecessor),
    state: predecessor.state,
    lost: predecessor.lost,
    pool,
    noneInPool: noneOf(ranked.map(probability), telling.model.none),
    calibratedOn: telling.model.calibratedOn,
    candidates: named
      .slice(0, MOST_CANDIDATES)
      .map((pair) => candidateOf(pair, pointed.get(pair.entrant.to) ?? null, decidedOf(pair), telling)),
  };
}

function candidateOf(pair: Pair, signposts: SignpostMeasures | null, verdict: Verdict | null, { field, model }: Telling): RankedCandidate {
  const { known, faces, voices } = field.input;
  const { from, to, vector } = pair.entrant;
  const [predecessor, candidate] = [known.list[from], known.list[to]];
  if (predecessor === undefined || candidate === undefined) throw new RangeError(`there is no dossier ${from} or ${to}`);
  const story = {
    vector,
    candidate,
    signposts,
    face: faces.compare(from, to),
    voice: voices.compare(from, to),
    timing: timing(predecessor, candidate, known.days[to] ?? []),
    disputes: pair.disputes,
  };
  const { evidence, prior } = evidenceOf(story, model);
  return {
    identity: candidate.identity,
    channel: candidate.channel,
    names: namesOf(candidate),
    observed: candidate.observed,
    ...overridden(pair.judged, verdict),
    contested: pair.disputes.contested,
    disputes: pair.disputes.denials.map((denial) => denial.shown),
    verdict,
    evidence,
    prior,
    rivalry: pair.judged.standing.rivalry,
  };
}

function namesOf({ identity, channel, handles }: Dossier): ChannelRef[] {
  return [...new Set([identity, channel, ...handles.map((hold) => hold.handle)])].sort(compare);
}

/** What an analyst decided stands above what was computed; `unsure` decides nothing. */
function overridden({ probability, low, high }: Judged, verdict: Verdict | null): Pick<Candidate, 'probability' | 'low' | 'high'> {
  if (verdict === null || verdict === 'unsure') return { probability, low, high };
  const sure = verdict === 'confirmed' ? 1 : 0;
  return { probability: sure, low: sure, high: sure };
}

function verdictsByPair({ verdicts, known, at }: SuccessorsInput): Map<string, VerdictRow> {
  return new Map(verdicts.map((row) => [`${known.of(row.predecessor, null, at)} ${known.of(row.successor, null, at)}`, row]));
}
