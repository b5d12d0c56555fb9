/** How wide will a label be? Never less than it is drawn: labels must not overlap or be cut. */

/** Advances of U+0020 to U+007E in Noto Sans Regular, in hundredths of the font size, as measured in Chromium. */
const LATIN = [
  26, 27, 41, 65, 57, 83, 73, 22, 30, 30, 55, 57, 27, 32, 27, 37, 57, 57, 57, 57, 57, 57, 57, 57, 57, 57, 27, 27, 57, 57, 57, 43, 90, 64,
  65, 63, 73, 56, 52, 73, 74, 34, 27, 62, 52, 91, 76, 78, 60, 78, 62, 55, 56, 73, 60, 93, 59, 57, 57, 33, 37, 33, 57, 44, 28, 56, 61, 48,
  61, 56, 34, 61, 62, 26, 26, 53, 26, 93, 62, 60, 61, 61, 41, 48, 36, 62, 51, 79, 53, 51, 47, 38, 55, 38, 57,
];
/** Joined Arabic letters measure 0.42 to 0.52 of the font size on average in whole phrases; this leaves room. */
const ARABIC = 60;
const ANYTHING_ELSE = 105;
/** The reader's machine may fall back to another font. */
const ROOM = 1.06;

/** The width of a line of text at a font size, both in user units: an upper estimate. */
export function widthOf(text: string, size: number, bold = false): number {
  let hundredths = 0;
  for (const letter of text) hundredths += advance(letter);
  return (hundredths / 100) * size * ROOM * (bold ? 1.1 : 1);
}

function advance(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  if (code >= 0x20 && code <= 0x7e) return LATIN[code - 0x20] ?? 93;
  if (/[\p{M}\p{Cf}]/u.test(letter)) return 0;
  if (/[\u2018-\u201d\u2039\u203a\u00b7\u060c\u061b]/.test(letter)) return 40;
  if (/[\u00c0-\u024f\u0370-\u04ff]/.test(letter)) return 80;
  return /\p{Script=Arabic}/u.test(letter) ? ARABIC : ANYTHING_ELSE;
}

/** The text, or as much of it as fits with an ellipsis. */
export function fitted(text: string, room: number, size: number, bold = false): string {
  if (widthOf(text, size, bold) <= room) return text;
  const letters = Array.from(text);
  while (letters.length > 1 && widthOf(`${letters.join('')}…`, size, bold) > room) letters.pop();
  return `${letters.join('')}…`;
}

/** Lines of whole words, each within the room. */
export function wrapped(text: string, room: number, size: number, bold = false): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && widthOf(`${line} ${word}`, size, bold) <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
