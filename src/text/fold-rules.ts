/**
 * Which letters count as one? The rules of the fold, one code point at a time, in the plainest form.
 * `fold.ts` and `words.ts` remember the answers in tables; nothing else decides.
 *
 * - Compatibility forms (presentation forms, ligatures, fullwidth, circled, mathematical) by NFKC; every decimal digit to ASCII.
 * - Arabic: أ إ آ ٱ → ا, ة → ه, ى ی → ي, ک → ك, Urdu and Kurdish forms of ha → ه. A hamza on a carrier goes and the carrier
 *   stays (ؤ → و, ئ → ي), because that is what a combining hamza leaves when marks are removed; a hamza on the line (ء) is a
 *   letter and stays, or ماء would become ما. Harakat, Quranic marks and tatweel go.
 * - Latin and Greek: lower case, no diacritics, ø æ œ ß ł đ ħ ı þ ð spelled out. Cyrillic: lower case, ё → е, й and ї stay.
 * - Whatever cannot be seen goes without a trace: zero-width, bidi, tags, variation selectors, soft hyphen, fillers. So a
 *   zero-width non-joiner joins: می‌خواهم meets میخواهم, not می خواهم.
 * - A line break of any kind is a line feed, other white space one plain space each. Apostrophes of all kinds are `'`. Other punctuation and symbols stay as they are.
 */

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/u;
/** The same but for white space, anywhere. */
const HIDDEN = /(?!\p{White_Space})[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;
const LONE_HALF = /\p{Surrogate}/gu;
const SPACE = /\p{White_Space}|\u2800/u;
const LINE_BREAK = /[\n\v\f\r\x85\u2028\u2029]/;
/** Marks of scripts that are read without them. Vowel signs of Indic and other scripts are letters and stay. */
const IDLE_MARK =
  /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u0674\u06d6-\u06ed\u0711\u0730-\u074a\u0898-\u089f\u08ca-\u08ff]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe20-\ufe2f]/u;
/** What is written apart as a mark (`´`, `¨`, a fatha in its isolated form) is, by NFKC, a space and the mark. */
const LONE_MARK = /^[ \u0640]\p{M}+$/u;
const APOSTROPHE = /[\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u2032\ua78b\ua78c]/u;
const STRIPPED = /[\p{Script=Latin}\p{Script=Greek}]/u;
const MARKS = /\p{Mn}+/gu;
const WORD = /[\p{L}\p{N}\p{M}]/u;
const MARK = /\p{M}/u;
const DIGIT = /\p{Nd}/u;
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

const LETTERS = new Map(
  Object.entries({
    أ: 'ا',
    إ: 'ا',
    آ: 'ا',
    ٱ: 'ا',
    ٲ: 'ا',
    ٳ: 'ا',
    ة: 'ه',
    ۃ: 'ه',
    ہ: 'ه',
    ۂ: 'ه',
    ھ: 'ه',
    ە: 'ه',
    ۀ: 'ه',
    ى: 'ي',
    ی: 'ي',
    ئ: 'ي',
    ؤ: 'و',
    ک: 'ك',
    ڪ: 'ك',
    ۓ: 'ے',
    ё: 'е',
    ѐ: 'е',
    ѝ: 'и',
    ς: 'σ',
    ø: 'o',
    æ: 'ae',
    œ: 'oe',
    ß: 'ss',
    ł: 'l',
    đ: 'd',
    ħ: 'h',
    ı: 'i',
    þ: 'th',
    ð: 'd',
  }),
);

/** The fold of one code point: nothing, one character or a few. A lone surrogate becomes U+FFFD. */
export function foldCodePoint(char: string): string {
  if (LINE_BREAK.test(char)) return '\n';
  if (SPACE.test(char)) return ' ';
  if (INVISIBLE.test(char) || IDLE_MARK.test(char)) return '';
  if (/^[\ud800-\udfff]$/.test(char)) return '\ufffd';
  if (APOSTROPHE.test(char)) return "'";
  const plain = char.normalize('NFKC');
  if (LONE_MARK.test(plain)) return '';
  if (plain !== char) return [...plain].map(foldCodePoint).join('');
  const lower = char.toLowerCase();
  if (lower !== char) return [...lower].map(foldCodePoint).join('');
  const letter = LETTERS.get(char);
  if (letter !== undefined) return letter;
  if (DIGIT.test(char)) return String(digitValue(char));
  if (!STRIPPED.test(char)) return char;
  const bare = char.normalize('NFD').replace(MARKS, '');
  return bare === char || bare === '' ? char : [...bare].map(foldCodePoint).join('');
}

/** Decimal digits stand in runs of ten, so the value is the distance to the run's beginning. */
function digitValue(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return code - 0x30;
  let first = code;
  while (first > code - 9 && DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return code - first;
}

/** True for what may join with the character before it (й out of и and a breve), so that a text must be composed first. */
export function mayCompose(char: string): boolean {
  return /[\u0300-\u036f\u1160-\u11ff\u3099\u309a]/.test(char) || (MARK.test(char) && !IDLE_MARK.test(char));
}

/** The text without what cannot be seen, which must not keep apart what composes. Halves of a pair stay halves. */
export function withoutInvisible(text: string): string {
  return text.replace(LONE_HALF, '\ufffd').replace(HIDDEN, '');
}

/** True for a folded character that belongs to a word: letters, numbers and the marks that are left. */
export function isWordCharacter(char: string): boolean {
  return WORD.test(char);
}

/** True for characters of scripts written without spaces, of which each counts as a word. */
export function isIdeograph(char: string): boolean {
  return IDEOGRAPH.test(char);
}
