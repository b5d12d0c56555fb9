/** How does text become HTML or SVG without ever becoming code? The one place where anything is escaped. */

/** Finished HTML or SVG. Only `markup` makes it, so what is not of this type is text and will be escaped. */
export interface Markup {
  readonly markup: string;
}

export type Piece = string | number | Markup | readonly Piece[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Safe between tags and inside quoted attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

/** Tagged template: the literal parts are ours, every value is escaped unless it is markup already; lists are joined. */
export function markup(literals: TemplateStringsArray, ...values: Piece[]): Markup {
  return { markup: literals.reduce((made, literal, i) => made + pieceOf(values[i - 1] ?? '') + literal) };
}

function pieceOf(value: Piece): string {
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(pieceOf).join('');
}
