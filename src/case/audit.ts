import { createHash } from 'node:crypto';
import { drawAudit } from '../findings/audit.ts';
import type { Succession } from '../findings/successors.ts';
import { UserError } from '../model/errors.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { Verdict } from '../model/words.ts';
import type { AuditedPair } from '../store/case-db.ts';
import { type OpenCase, record } from './case.ts';

/** Verdicts on pairs, and the random samples from which alone verdicts count as blind. */

export interface Decided {
  verdict: Verdict | null;
  blind: boolean;
  /** What stood before; null where nothing did. */
  before: Verdict | null;
  /** Number of the log entry. */
  entry: number;
}

/**
 * Logs a verdict; null takes the one that stands back. `UserError` where there is none to take back, or where a verdict
 * cannot count as blind: the pair was not drawn, or somebody has decided it before.
 */
export function decide(
  open: OpenCase,
  pair: { predecessor: ChannelRef; successor: ChannelRef },
  verdict: Verdict | null,
  note: string | null,
  blind: boolean,
): Decided {
  let before: Verdict | null = null;
  const entry = record(open, 'verdict', () => {
    const same = (row: { predecessor: string; successor: string }): boolean =>
      row.predecessor === pair.predecessor && row.successor === pair.successor;
    before = open.db.verdicts().find(same)?.verdict ?? null;
    if (verdict === null && before === null)
      throw new UserError(`there is no verdict on ${pair.predecessor} and ${pair.successor} to clear`);
    if (blind) requireBlind(open.db.audited().find(same), open.db.touchedPairs().some(same), pair);
    return { ...pair, verdict, note, blind };
  });
  return { verdict, blind, before, entry: entry?.seq ?? 0 };
}

function requireBlind(drawn: AuditedPair | undefined, touched: boolean, pair: { predecessor: ChannelRef; successor: ChannelRef }): void {
  const named = `${pair.predecessor} and ${pair.successor}`;
  if (drawn === undefined)
    throw new UserError(
      `a verdict on ${named} cannot be blind: no random sample drew this pair (see \`trackway audit\`). Decide it without --blind`,
    );
  if (touched)
    throw new UserError(`a verdict on ${named} cannot be blind: somebody has decided this pair before. Decide it without --blind`);
}

export interface AuditDrawn {
  entry: number;
  drawn: number;
  population: number;
  unobserved: number;
}

/**
 * Draws a sample and logs it. Its chance is the head of the custody log at that moment, which nobody can choose without
 * leaving entries. `UserError` where an earlier sample is not decided to its end, or where nothing is left to draw.
 */
export function drawSample(open: OpenCase, successions: readonly Succession[], size: number): AuditDrawn {
  let found = { drawn: 0, population: 0, unobserved: 0 };
  const entry = record(open, 'audit', () => {
    const earlier = open.db.audited();
    const undecided = earlier.filter((pair) => !pair.touched).length;
    if (undecided > 0)
      throw new UserError(
        `${undecided} drawn ${undecided === 1 ? 'pair is' : 'pairs are'} not decided yet: decide all of a sample (\`unsure\` is a verdict too) before another is drawn, so that none can be picked`,
      );
    const seed = open.db.head().hash;
    const lot = (name: string): string => createHash('sha256').update(`${seed} ${name}`).digest('hex');
    const known = [...open.db.touchedPairs(), ...earlier];
    const { pairs, population, unobserved } = drawAudit({ successions, known, size, lot });
    if (pairs.length === 0)
      throw new UserError(
        population === 0 && unobserved === 0
          ? 'there is no pair to draw: no lost channel has a candidate that is not decided yet'
          : 'there is no pair to draw: none of the candidates was observed, so there is nothing to look at',
      );
    found = { drawn: pairs.length, population, unobserved };
    return { seed, population, unobserved, pairs };
  });
  return { entry: entry?.seq ?? 0, ...found };
}

/** The pairs of the latest sample, in the order in which they are shown. */
export function latestSample(open: OpenCase): AuditedPair[] {
  const all = open.db.audited();
  const last = all.at(-1)?.audit;
  return all.filter((pair) => pair.audit === last);
}
