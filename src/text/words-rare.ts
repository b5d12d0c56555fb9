import { rareFold } from './fold.ts';
import { isIdeograph, isWordCharacter } from './fold-rules.ts';

/** What do rare characters add to the words? The few that `words.ts` cannot look up in its table. */

const SPACE = 0x20;

/** What a rare character adds: one that folds to several, stands outside the table or is an ideograph. */
export interface RareWords {
  /** Its own length in code units. */
  length: number;
  composes: boolean;
  /** Letters, and a space where a word ends. */
  units: readonly number[];
}

const remembered = new Map<number, RareWords>();

/** The rare character that stands at this place of the text. */
export function rareWords(text: string, at: number): RareWords {
  const code = text.codePointAt(at) ?? 0;
  let rare = remembered.get(code);
  if (rare === undefined) {
    const char = String.fromCodePoint(code);
    const { folded, composes } = rareFold(char);
    rare = { length: char.length, composes, units: [...folded].flatMap(unitsOf) };
    if (remembered.size < 10_000) remembered.set(code, rare);
  }
  return rare;
}

function unitsOf(char: string): number[] {
  if (char === "'") return [];
  if (!isWordCharacter(char)) return [SPACE];
  const units = Array.from({ length: char.length }, (_, i) => char.charCodeAt(i));
  return isIdeograph(char) ? [SPACE, ...units, SPACE] : units;
}
