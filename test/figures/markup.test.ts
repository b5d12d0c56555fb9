import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { expect, it } from 'vitest';
import { markup } from '../../src/figures/markup.ts';

it('C1: escapes every value, in text and in attributes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('"><script>alert(1)</script>', "' onload='x", '&lt;', '</p>')), (value) => {
      const seen: string[] = [];
      let title: string | undefined;
      let text = '';
      const parser = new Parser({
        onopentag: (name, attributes) => {
          seen.push(name, ...Object.keys(attributes));
          title = attributes['title'];
        },
        ontext: (piece) => {
          text += piece;
        },
      });
      parser.end(markup`<p title="${value}">${value}</p>`.markup);
      expect(seen).toEqual(['p', 'title']);
      expect(title).toBe(value);
      expect(text).toBe(value);
    }),
  );
});

it('keeps markup and joins lists', () => {
  const items = ['a', '<b>'].map((item) => markup`<li>${item}</li>`);
  expect(markup`<ul>${items}</ul>`.markup).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>');
});
