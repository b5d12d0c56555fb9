/** How numbers are written: Latin digits in both languages, and the plural form that the language asks for. */

import type { Count, Inline, Said } from './document.ts';
import type { Language } from './input.ts';

/** Forms of a counted noun with what agrees with it, `#` standing for the number, `^` for its note (else at the end); Arabic needs all six, English two. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** `12,480`: grouped by hand, so that the same number is the same bytes with every version of the language tables. */
export function digits(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

const rules: Record<Language, Intl.PluralRules> = { en: new Intl.PluralRules('en'), ar: new Intl.PluralRules('ar') };

/** The number with its noun: `3 channels`, `قناتان`. */
export function phrase(language: Language, n: number, forms: Forms): string {
  return (forms[rules[language].select(n)] ?? forms.other).replace('#', digits(n));
}

export function counter(language: Language): (count: Count, forms: Forms) => Said {
  return ({ n, note }, forms) => {
    const [text = '', rest = ''] = phrase(language, n, forms).split('^');
    const counted: Inline = { is: 'counted', text, note };
    return rest === '' ? [counted] : [counted, { is: 'text', text: rest }];
  };
}

/** The bare number, with its note. */
export function number({ n, note }: Count): Inline {
  return { is: 'counted', text: digits(n), note };
}

/** A number in a table, whose caption carries the note. */
export function cell(n: number): readonly Inline[] {
  return [{ is: 'counted', text: digits(n), note: null }];
}

export type Unit = 'second' | 'minute' | 'hour' | 'day';

const UNITS: readonly { unit: Unit; ms: number; below: number }[] = [
  { unit: 'second', ms: 1000, below: 600_000 },
  { unit: 'minute', ms: 60_000, below: 36_000_000 },
  { unit: 'hour', ms: 3_600_000, below: 864_000_000 },
  { unit: 'day', ms: 86_400_000, below: Number.POSITIVE_INFINITY },
];

/** A length of time (ms, not negative) in whole units: an upper bound is rounded up and a lower one down, so that what is said stays true. */
export function span(ms: number, bound: 'lower' | 'upper'): { n: number; unit: Unit } {
  const { unit, ms: size } = UNITS.find(({ below }) => ms < below) ?? { unit: 'day', ms: 86_400_000 };
  return { n: bound === 'lower' ? Math.floor(ms / size) : Math.ceil(ms / size), unit };
}
