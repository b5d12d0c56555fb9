/** How is text from outside shown so that it can neither reorder what stands around it nor hide anything? */

export type Direction = 'ltr' | 'rtl';

/**
 * What may not act, only be seen: bidi controls, tags, zero-width marks, C0 and C1, line separators, lone surrogates.
 * U+200C and U+200D stay (Persian and emoji need them), and so do variation selectors.
 */
const ACTING = /(?!\u200c|\u200d|[\ufe00-\ufe0f])[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\u2028\u2029]/gu;
/** More marks on one letter than any script needs: harakat never stack so high. */
const STACKED = /(\p{M}{6})\p{M}+/gu;
const SPACES = /[\t\n\r]+/g;

/** One line in which whatever would act invisibly stands as a visible mark: `‹U+202E›`. Shows the text, never changes what is stored. */
export function visible(text: string): string {
  return text.replace(SPACES, ' ').replace(STACKED, '$1‹…›').replace(ACTING, codePoint);
}

function codePoint(letter: string): string {
  return `‹U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/gu;
const LETTERS = /\p{L}/gu;

/** By the majority of letters, not by the first: Arabic that begins with a Latin name is still Arabic. */
export function directionOf(text: string): Direction {
  const rightToLeft = text.match(RIGHT_TO_LEFT)?.length ?? 0;
  return rightToLeft > 0 && rightToLeft * 2 >= (text.match(LETTERS)?.length ?? 0) ? 'rtl' : 'ltr';
}

/** The text between isolating characters, for where no `<bdi>` can stand: SVG and Markdown. */
export function isolated(text: string, direction: Direction): string {
  return `${direction === 'rtl' ? '\u2067' : '\u2066'}${text}\u2069`;
}

const HTTP = /\bhttp(?=s?:\/\/)/gi;
const OTHER_SCHEME = /\b(?!hxxps?\b)([a-z][a-z0-9+-]{1,20}):(?=\/\/|\?)/gi;
const DOT_OF_A_HOST = /(?<=[\p{L}\p{N}_-])\.(?=\p{L}[\p{L}\p{N}-])/gu;

/** Links in a text made harmless: `hxxps://t[.]me/name`. Nobody should reach such a place by a slip of the finger. */
export function defanged(text: string): string {
  return text.replace(HTTP, 'hxxp').replace(OTHER_SCHEME, '$1[:]').replace(DOT_OF_A_HOST, '[.]');
}

/** At most `length` characters, cut at a whole one. */
export function excerpt(text: string, length: number): string {
  const characters = Array.from(text.replace(/\s+/g, ' ').trim());
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}
