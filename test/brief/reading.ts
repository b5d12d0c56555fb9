import { Parser } from 'htmlparser2';

/** Reads a page back: its elements, and its text with what it stands in. */

export interface Open {
  name: string;
  attributes: Record<string, string>;
}

export interface TextPiece {
  text: string;
  within: Open[];
}

export function readPage(html: string): { elements: Open[]; pieces: TextPiece[]; text: string } {
  const elements: Open[] = [];
  const pieces: TextPiece[] = [];
  const stack: Open[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element = { name, attributes };
        elements.push(element);
        stack.push(element);
      },
      ontext(text) {
        const last = pieces.at(-1);
        // The parser cuts text at entities; what stands together belongs together.
        if (last !== undefined && last.within.at(-1) === stack.at(-1)) last.text += text;
        else pieces.push({ text, within: [...stack] });
      },
      onclosetag() {
        stack.pop();
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  const shown = pieces.filter((piece) => !piece.within.some(({ name }) => name === 'style'));
  return { elements, pieces: shown, text: shown.map((piece) => piece.text).join('') };
}
