/** Do groups of lives last differently, when ends are intervals, watching began late, and several lives share one fate? */

import type { Life } from './survival-cells.ts';
import { type Part, partsOf } from './survival-parts.ts';

export interface GroupTest {
  /** Quadratic form of the groups' scores in their own covariance; of `degrees` dimensions. */
  statistic: number;
  degrees: number;
  /** Share of permutations that give at least this statistic, the observed one counted. */
  pValue: number;
  /** For each group: seen ends less those expected if all groups were alike. */
  excess: number[];
}

export interface TestOptions {
  /** Which lives share one fate: equal numbers; null: each has its own. */
  cluster: ArrayLike<number> | null;
  permutations: number;
  chance: () => number;
}

/** Relative size below which a direction carries nothing. */
const NOTHING = 1e-9;

/**
 * Log-rank scores under interval censoring (Finkelstein, Biometrics 42, 1986; Sun, Statistics in Medicine 15, 1996) and delayed
 * entry: a life's seen end, less the hazards common to all groups over the ages at which it was under watch. Their sums by
 * group are measured by their covariance between clusters, and that statistic's distribution is that of permuting the labels of
 * whole clusters, covariance and all: exact where groups were watched alike, and right in large samples where they entered, were
 * looked at or left differently, which permuting the bare scores would not be (Neuhaus, Annals of Statistics 21, 1993; Brendel,
 * Janssen, Mayer and Pauly, Scandinavian J. of Statistics 41, 2014). Clusters with lives in several groups keep their labels.
 * `group`: of each life, from 0 to groups − 1. Null where there is nothing to compare.
 */
export function compareGroups(lives: readonly Life[], group: ArrayLike<number>, groups: number, options: TestOptions): GroupTest | null {
  if (!lives.some((life) => life.by !== Number.POSITIVE_INFINITY)) return null;
  const parts = partsOf(lives, group, options.cluster, groups);
  const labels = Int32Array.from(parts, (part) => part.group);
  const observed = statisticOf(parts, labels, groups);
  if (observed === null) return null;
  const whole = movable(parts);
  const moved = labels.slice();
  let reached = 1;
  for (let round = 0; round < options.permutations; round += 1) {
    for (let i = whole.length - 1; i > 0; i -= 1) {
      const k = Math.floor(options.chance() * (i + 1));
      const [a, b] = [whole[i] ?? 0, whole[k] ?? 0];
      const held = moved[a] ?? 0;
      moved[a] = moved[b] ?? 0;
      moved[b] = held;
    }
    if ((statisticOf(parts, moved, groups)?.statistic ?? 0) >= observed.statistic * (1 - NOTHING)) reached += 1;
  }
  return { ...observed, pValue: reached / (options.permutations + 1) };
}

/** Places of the parts that are all of their cluster. */
function movable(parts: readonly Part[]): Int32Array {
  const often = new Map<number, number>();
  for (const part of parts) often.set(part.cluster, (often.get(part.cluster) ?? 0) + 1);
  return Int32Array.from(parts.keys()).filter((i) => often.get(parts[i]?.cluster ?? 0) === 1);
}

function statisticOf(parts: readonly Part[], labels: Int32Array, groups: number): Omit<GroupTest, 'pValue'> | null {
  const ages = parts[0]?.residual.length ?? 0;
  const excess = new Float64Array(groups);
  const present = new Float64Array(groups * ages);
  const all = new Float64Array(ages);
  parts.forEach((part, i) => {
    const g = labels[i] ?? 0;
    excess[g] = (excess[g] ?? 0) + part.own;
    for (let b = 0; b < ages; b += 1) {
      present[g * ages + b] = (present[g * ages + b] ?? 0) + (part.presence[b] ?? 0);
      all[b] = (all[b] ?? 0) + (part.presence[b] ?? 0);
    }
  });
  for (let g = 0; g < groups; g += 1)
    for (let b = 0; b < ages; b += 1) present[g * ages + b] = (present[g * ages + b] ?? 0) / Math.max(all[b] ?? 0, NOTHING);
  const covariance = covarianceOf(parts, labels, present, groups);
  const { value, degrees } = quadraticForm(covariance, excess);
  return degrees === 0 ? null : { statistic: value, degrees, excess: Array.from(excess) };
}

/** Sum over clusters of the products of their parts in the groups' scores, less what each group's presence expects of them. */
function covarianceOf(parts: readonly Part[], labels: Int32Array, present: Float64Array, groups: number): Float64Array[] {
  const covariance = Array.from({ length: groups }, () => new Float64Array(groups));
  const sum = new Float64Array(groups);
  parts.forEach((part, i) => {
    for (let g = 0; g < groups; g += 1) sum[g] = (sum[g] ?? 0) + (labels[i] === g ? part.total : 0) - expected(part, present, g);
    // Parts of one cluster follow each other.
    if (parts[i + 1]?.cluster === part.cluster) return;
    covariance.forEach((row, g) => {
      for (let k = 0; k < groups; k += 1) row[k] = (row[k] ?? 0) + (sum[g] ?? 0) * (sum[k] ?? 0);
    });
    sum.fill(0);
  });
  return covariance;
}

function expected({ residual }: Part, present: Float64Array, g: number): number {
  const start = g * residual.length;
  let sum = 0;
  for (let b = 0; b < residual.length; b += 1) sum += (present[start + b] ?? 0) * (residual[b] ?? 0);
  return sum;
}

/** x' M⁻ x over the directions in which M is more than rounding, by elimination with pivots; how many those are. */
function quadraticForm(matrix: readonly Float64Array[], x: Float64Array): { value: number; degrees: number } {
  const m = matrix.map((row) => row.slice());
  const rest = x.slice();
  const left = new Set(m.keys());
  const most = Math.max(...m.map((row, g) => row[g] ?? 0));
  let value = 0;
  let degrees = 0;
  while (left.size > 0) {
    let best = -1;
    for (const g of left) if (best < 0 || (m[g]?.[g] ?? 0) > (m[best]?.[best] ?? 0)) best = g;
    const pivot = m[best];
    const size = pivot?.[best] ?? 0;
    if (pivot === undefined || !(size > most * 1e-7) || size <= NOTHING) break;
    const along = rest[best] ?? 0;
    value += along ** 2 / size;
    degrees += 1;
    left.delete(best);
    for (const g of left) {
      const row = m[g];
      const share = (row?.[best] ?? 0) / size;
      rest[g] = (rest[g] ?? 0) - share * along;
      row?.forEach((entry, k) => {
        row[k] = entry - share * (pivot[k] ?? 0);
      });
    }
  }
  return { value, degrees };
}
