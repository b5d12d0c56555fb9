/** How many have ended in one way by a time, where others ended in another way or were followed only so far? */

export interface Followed {
  time: number;
  /** 0: followed up to `time` and not ended; 1: ended in the way asked about; 2: in another way. */
  end: 0 | 1 | 2;
}

/**
 * The cumulative incidence at each of these times, by Aalen and Johansen (Scandinavian J. Statistics 5, 1978): ends of the
 * other kind are no censoring. At one time ends come before censorings. Null where nobody was followed so far and some had
 * not ended: then it cannot be told.
 */
export function cumulativeIncidence(rows: readonly Followed[], times: readonly number[]): (number | null)[] {
  const sorted = [...rows].sort((a, b) => a.time - b.time);
  const steps: { time: number; incidence: number; left: number }[] = [];
  let [incidence, left, atRisk] = [0, 1, sorted.length];
  for (let i = 0; i < sorted.length; ) {
    const time = sorted[i]?.time ?? 0;
    const counts = [0, 0, 0];
    for (; sorted[i]?.time === time; i += 1) counts[sorted[i]?.end ?? 0] = (counts[sorted[i]?.end ?? 0] ?? 0) + 1;
    const [, asked = 0, other = 0] = counts;
    incidence += (left * asked) / atRisk;
    left *= 1 - (asked + other) / atRisk;
    atRisk -= counts.reduce((sum, count) => sum + count, 0);
    steps.push({ time, incidence, left });
  }
  const last = sorted.at(-1)?.time ?? Number.NEGATIVE_INFINITY;
  return times.map((time) => {
    const step = steps.findLast((candidate) => candidate.time <= time);
    if (last < time && (steps.at(-1)?.left ?? 1) > 1e-12) return null;
    return sorted.length === 0 ? null : (step?.incidence ?? 0);
  });
}
