/** How good are the answers on worlds whose truth is known? */

import { weighDisputes } from '../src/findings/successor-arena.ts';
import { judgePairs, noneOf, type SuccessorModel } from '../src/findings/successor-model.ts';
import { calibrationOf, type Forecast } from '../src/stats/calibration.ts';
import { lessonOf, type Without } from './successors-fit.ts';
import { fieldOf, type Measured, type MeasuredLoss } from './successors-world.ts';

/** One lost channel with its answer. */
export interface Answered {
  lost: MeasuredLoss;
  family: string;
  none: number;
  /** The most probable first. */
  offers: Offer[];
}

export interface Offer {
  to: number;
  probability: number;
  low: number;
  high: number;
  contested: boolean;
  right: boolean;
  impostor: boolean;
  denounced: boolean;
}

export function answersTo(measured: Measured, model: SuccessorModel, without: readonly Without[] = []): Answered[] {
  const lesson = lessonOf(measured, model.weights, without);
  const disputes = weighDisputes({ ...fieldOf(measured), entrants: lesson.entrants }, model.weights);
  const judged = judgePairs(lesson.entrants, model, 1);
  const impostors = new Set(measured.impostors);
  const denounced = new Set(measured.denounced);
  return measured.lost.map((lost) => {
    const offers = lesson.entrants
      .flatMap(({ from, to }, i): Offer[] => {
        const one = judged[i];
        if (from !== lost.from || one === undefined) return [];
        const { probability, low, high } = one;
        const contested = disputes[i]?.contested ?? false;
        const facts = { right: lesson.truth[i] === 1, impostor: impostors.has(`${from} ${to}`), denounced: denounced.has(to) };
        return [{ to, probability, low, high, contested, ...facts }];
      })
      .sort((a, b) => b.probability - a.probability || a.to - b.to);
    return {
      lost,
      family: measured.family,
      none: noneOf(
        offers.map((offer) => offer.probability),
        model.none,
      ),
      offers,
    };
  });
}

export interface Score {
  lost: number;
  observable: number;
  top1: number;
  top5: number;
  /** Of pairs offered at 0.9 or more; recall over all true pairs whose home was observable. */
  precision: number;
  recall: number;
  offeredHigh: number;
  topError: number;
  topBrier: number;
  likelyError: number;
  likely: number;
  noneError: number;
  /** Share of impostors offered at 0.5 or more that nothing marks. */
  impostors: number;
  fooled: number;
  /** Of genuine homes met: contested, and contested though nobody denounced them. */
  genuineContested: number;
  wronglyContested: number;
  /** Share of channels without any home to which one is offered at 0.5 or more. */
  invented: number;
  homeless: number;
  /** Share of true pairs with an observable home that were never compared. */
  blocked: number;
  /** Share of pairs offered above 0.05 whose interval spans the share of right ones in their band. */
}

export function scoreOf(answers: readonly Answered[]): Score {
  const observable = answers.filter((answer) => answer.lost.homes.some((home) => home.observable));
  const seen = new Map(
    answers.map((answer) => [answer, new Set(answer.lost.homes.filter((home) => home.observable).map((home) => home.to))]),
  );
  const all = answers.flatMap((answer) => answer.offers.map((offer) => ({ offer, answer })));
  const high = all.filter(({ offer }) => offer.probability >= 0.9);
  const truePairs = answers.reduce((sum, answer) => sum + (seen.get(answer)?.size ?? 0), 0);
  const found = high.filter(({ offer, answer }) => offer.right && seen.get(answer)?.has(offer.to) === true).length;
  const tops = answers.flatMap((answer) => answer.offers.slice(0, 1));
  const impostors = all.filter(({ offer }) => offer.impostor);
  const genuine = all.filter(({ offer, answer }) => offer.right && seen.get(answer)?.has(offer.to) === true);
  const homeless = answers.filter((answer) => answer.lost.homes.length === 0);
  const top = calibrationOf(tops.map(forecast));
  const likely = calibrationOf(all.filter(({ offer }) => offer.probability > 0.5).map(({ offer }) => forecast(offer)));
  const none = calibrationOf(
    answers.map((answer) => ({ probability: answer.none, yes: !answer.offers.some((offer) => offer.right), weight: 1 })),
  );
  return {
    lost: answers.length,
    observable: observable.length,
    top1: share(observable, (answer) => answer.offers[0]?.right === true),
    top5: share(observable, (answer) => answer.offers.slice(0, 5).some((offer) => offer.right)),
    precision: share(high, ({ offer }) => offer.right),
    recall: truePairs === 0 ? Number.NaN : found / truePairs,
    offeredHigh: high.length,
    topError: top.error,
    topBrier: top.brier,
    likelyError: likely.error,
    likely: likely.forecasts,
    noneError: none.error,
    impostors: share(impostors, ({ offer }) => offer.probability >= 0.5 && !offer.contested),
    fooled: share(impostors, ({ offer }) => offer.probability >= 0.5),
    genuineContested: share(genuine, ({ offer }) => offer.contested),
    wronglyContested: share(genuine, ({ offer }) => offer.contested && !offer.denounced),
    invented: share(homeless, (answer) => (answer.offers[0]?.probability ?? 0) >= 0.5),
    homeless: homeless.length,
    blocked: truePairs === 0 ? 0 : answers.reduce((sum, answer) => sum + answer.lost.blocked, 0) / truePairs,
  };
}

export function forecast(offer: Offer): Forecast {
  return { probability: offer.probability, yes: offer.right, weight: 1 };
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? Number.NaN : items.filter(holds).length / items.length;
}
