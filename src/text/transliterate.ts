import anyAscii from 'any-ascii';

/**
 * Could two names in different scripts be the same name? Their consonant skeletons tell: what is left of a name when vowels
 * go and consonants that scripts and habits of writing mix up are one.
 *
 * Arabic is written without short vowels, so only consonants survive the way into another script and back. The Arabic
 * letters follow the usual romanisations (ALA-LC and their sloppy everyday forms: ث and ط both `t`, خ `kh`, غ `gh`); in
 * Latin words digits between letters are read as the chat alphabet (7 ح, 3 ع, 2 ء, 5 خ, 6 ط, 8 غ, 9 ص). Other scripts pass
 * through AnyAscii's tables first. Fifteen classes remain: b t d j g h $ s z k f l m n r.
 */

const ARABIC = new Map<string, string>(
  Object.entries({
    ب: 'b',
    پ: 'b',
    ت: 't',
    ث: 't',
    ط: 't',
    ج: 'j',
    چ: '$',
    ح: 'h',
    خ: 'h',
    ه: 'h',
    د: 'd',
    ذ: 'd',
    ض: 'd',
    ر: 'r',
    ز: 'z',
    ژ: 'j',
    ظ: 'z',
    س: 's',
    ص: 's',
    ش: '$',
    غ: 'g',
    ف: 'f',
    ڤ: 'f',
    ق: 'k',
    ك: 'k',
    گ: 'g',
    ل: 'l',
    م: 'm',
    ن: 'n',
  }),
);

/** Longest first. */
const LATIN: readonly [string, string][] = [
  ['shch', '$'],
  ['tsch', '$'],
  ['dzh', 'j'],
  ['sch', '$'],
  ['tch', '$'],
  ['sh', '$'],
  ['ch', '$'],
  ['zh', 'j'],
  ['dj', 'j'],
  ['kh', 'h'],
  ['gh', 'g'],
  ['ph', 'f'],
  ['th', 't'],
  ['dh', 'd'],
  ['ck', 'k'],
  ['ts', 's'],
  ['tz', 's'],
  ['ce', 's'],
  ['ci', 's'],
  ['cy', 's'],
  ['c', 'k'],
  ['q', 'k'],
  ['x', 'ks'],
  ['v', 'f'],
  ['p', 'b'],
  ...[...'btdjghszkflmnr'].map((letter): [string, string] => [letter, letter]),
];
const CHAT_DIGITS = new Map([
  ['5', 'h'],
  ['6', 't'],
  ['7', 'h'],
  ['8', 'g'],
  ['9', 's'],
]);
const LATIN_ARTICLES = new Set(['al', 'el', 'ul', 'il', 'as', 'ash', 'ar', 'an', 'ad', 'az', 'at', 'the']);

/** Grown to a word that is long enough without it. */
const LATIN_ARTICLE = /^[ae]l(?=.{4})/;
const WORD = /[\p{L}\p{N}\p{M}']+/gu;
const ARABIC_LETTER = /\p{Script=Arabic}/u;
const ARTICLE = /^(?:و?ال|لل)(?=..)/u;
const DOUBLED = /(.)\1+/g;

/**
 * The skeletons of a folded name, words joined: without the Arabic article, and with it where it has one (a handle keeps
 * the article inside). Empty where no consonant is left. Numbers at the end of a word go; a final h is silent as often as not.
 */
export function skeletons(folded: string): string[] {
  const words = folded.match(WORD) ?? [];
  const bare = join(words.map((word) => skeletonOf(word, true)));
  const full = join(words.map((word, i) => skeletonOf(isPossessed(word, words[i + 1]) ? `${word.slice(0, -1)}ت` : word, false)));
  return [...new Set([bare, full])].filter((skeleton) => skeleton !== '');
}

/** True for a noun on ة with the article on the next: its end is heard, as in `maktabat al-`. */
function isPossessed(word: string, next: string | undefined): boolean {
  return next !== undefined && word.length > 2 && word.endsWith('ه') && !ARTICLE.test(word) && ARTICLE.test(next);
}

function join(skeletons: readonly string[]): string {
  return skeletons.join('').replace(DOUBLED, '$1');
}

function skeletonOf(word: string, withoutArticle: boolean): string {
  const plain = word.replaceAll("'", '');
  const skeleton = ARABIC_LETTER.test(plain) ? fromArabic(plain, withoutArticle) : fromLatin(anyAscii(plain).toLowerCase(), withoutArticle);
  return skeleton.replace(DOUBLED, '$1').replace(/(?<=.)h$/, '');
}

function fromArabic(word: string, withoutArticle: boolean): string {
  const stem = withoutArticle ? word.replace(ARTICLE, '') : word;
  return [...stem].map((letter) => ARABIC.get(letter) ?? '').join('');
}

function fromLatin(word: string, withoutArticle: boolean): string {
  if (withoutArticle && LATIN_ARTICLES.has(word)) return '';
  const letters = word.replace(/\d+$/, '').replace(withoutArticle ? LATIN_ARTICLE : '', '');
  let skeleton = '';
  let at = 0;
  while (at < letters.length) {
    const rule = LATIN.find(([from]) => letters.startsWith(from, at));
    // `ce`, `ci`, `cy`: the vowel is dropped a step later.
    skeleton += rule?.[1] ?? CHAT_DIGITS.get(letters.charAt(at)) ?? '';
    at += rule?.[0].length ?? 1;
  }
  return skeleton;
}
