/** How does a phrasebook hold what rooms of one language write about? */

export type Language = 'en' | 'ar';

/** Phrases hold choices, `[a|b]`, which may stand in each other, and words of the lists, `{place}`; `{n}` is a number. */
export interface Phrasebook {
  words: Readonly<Record<string, readonly string[]>>;
  openers: readonly string[];
  closers: readonly string[];
  topics: Readonly<Record<string, readonly string[]>>;
}
