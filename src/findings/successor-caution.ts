/** How far may the model be believed here? Less where the case is unlike its worlds; and better once analysts judged a blind sample. */

import { fitScaling } from '../stats/calibration.ts';
import type { Arena, SuccessorsInput } from './successor-arena.ts';
import { type Entrant, type SuccessorModel, standings } from './successor-model.ts';

/** So many blind verdicts of an audit sample set the probabilities right, in place of simulated worlds alone. */
const ENOUGH_VERDICTS = 50;
/** The prior "leave it as it is" counts like so many verdicts. */
const CAUTION = 4;
/** No single verdict may count like more than so many ordinary ones, however rarely its kind was drawn. */
const MOST_WEIGHT = 20;
const WIDER_PER_DOUBLING = 0.15;
const WIDER_WITHOUT = 0.5;

/** Factor (1 or more) by which intervals widen: for pools beyond those of the fit, and for kinds of evidence that nobody here has. */
export function strangeness(model: SuccessorModel, field: Arena): number {
  const size = Math.log2(Math.max(2, field.pool));
  const beyond = Math.max(0, model.pools.low - size, size - model.pools.high);
  const observed = field.input.known.list.filter((dossier) => dossier.observed && !dossier.control);
  const lacking = [
    observed.every((dossier) => dossier.posts === 0),
    observed.every((dossier) => dossier.faces.every((face) => face.title === null)),
    field.said.all.length === 0,
  ].filter(Boolean).length;
  return 1 + WIDER_PER_DOUBLING * beyond + WIDER_WITHOUT * lacking;
}

/**
 * The model after Platt scaling (1999) on the blind verdicts of random audit samples, each weighed by the inverse of the
 * probability with which it was drawn (Horvitz and Thompson 1952). Verdicts given while looking at the score never enter. The model
 * itself where there are fewer than `ENOUGH_VERDICTS`, or none of one kind.
 */
export function recalibrated(
  model: SuccessorModel,
  entrants: readonly Entrant[],
  { verdicts, known, at }: SuccessorsInput,
): SuccessorModel {
  const blind = verdicts.filter((row) => row.blind && row.drawnWith !== null && row.drawnWith > 0 && row.verdict !== 'unsure');
  if (blind.length < ENOUGH_VERDICTS) return model;
  // What is decided must not make itself likelier: everybody stands as before any verdict.
  const undecided = entrants.map((entrant) => ({ ...entrant, decided: null }));
  const bits = new Map(standings(undecided, model).map(({ bits }, i) => [`${undecided[i]?.from} ${undecided[i]?.to}`, bits]));
  const taught = blind
    .map((row) => ({
      bits: bits.get(`${known.of(row.predecessor, null, at)} ${known.of(row.successor, null, at)}`) ?? null,
      yes: row.verdict === 'confirmed' ? 1 : 0,
      weight: 1 / (row.drawnWith ?? 1),
    }))
    .sort((a, b) => (a.bits ?? 0) - (b.bits ?? 0) || a.yes - b.yes || a.weight - b.weight)
    .flatMap(({ bits: at, yes, weight }) => (at === null ? [] : [{ bits: at, yes, weight }]));
  const kinds = new Set(taught.map(({ yes }) => yes));
  if (taught.length < ENOUGH_VERDICTS || kinds.size < 2) return model;
  return scaledBy(model, taught);
}

function scaledBy(model: SuccessorModel, taught: readonly { bits: number; yes: number; weight: number }[]): SuccessorModel {
  let total = 0;
  for (const { weight } of taught) total += weight;
  const mean = total / taught.length;
  const { slope, shift } = fitScaling(
    taught.map(({ bits }) => bits * Math.LN2),
    taught.map(({ yes }) => yes),
    taught.map(({ weight }) => Math.min(MOST_WEIGHT, weight / mean)),
    CAUTION,
  );
  const rescale = <T extends Pick<SuccessorModel, 'rivalry'>>(member: T): T => ({
    ...member,
    rivalry: {
      slope: slope * member.rivalry.slope,
      shift: slope * member.rivalry.shift + shift / Math.LN2,
      rivals: slope * member.rivalry.rivals,
      claims: slope * member.rivalry.claims,
    },
  });
  return {
    ...rescale(model),
    ensemble: model.ensemble.map(rescale),
    calibratedOn: `${taught.length} audited verdicts`,
  };
}
