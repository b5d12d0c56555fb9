import fc from 'fast-check';
import { expect, test } from 'vitest';
import { child, parseXml, xmlText } from '../../../src/platforms/xmpp/watch-xml.ts';

test('names, spaces, attributes and texts', () => {
  const xml = parseXml(
    `<?xml version='1.0'?><body xmlns='a' xmlns:s='b'><s:features><in xmlns='c' x='1 &amp; 2'/></s:features>t&lt;u</body> `,
  );
  expect(xml).toMatchObject({ name: 'body', namespace: 'a', text: 't<u' });
  const features = child(xml, 'features', 'b');
  expect(child(features, 'in', 'c')?.attributes['x']).toBe('1 & 2');
  expect(child(xml, 'features', 'a')).toBeNull();
});

test.each([
  '',
  'text',
  '<a>',
  '<a><b></a>',
  '<a/><b/>',
  '<a/>text',
  '<a><!-- c --></a>',
  '<a><![CDATA[x]]></a>',
  '<!DOCTYPE a><a/>',
  '<a><?php x?></a>',
  '<a><b',
  '<a></b>',
  `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`,
])('no well-formed stream: %s', (text) => {
  expect(parseXml(text)).toBeNull();
});

test('whatever is cut off the end of an answer, nothing is read from the rest', () => {
  const whole = `<body xmlns='x'><iq type='error' id='1'><error><gone xmlns='y'>xmpp:a@b</gone></error></iq></body>`;
  for (let end = 0; end < whole.length; end++) expect(parseXml(whole.slice(0, end)), whole.slice(0, end)).toBeNull();
  expect(parseXml(whole)).not.toBeNull();
});

test('what is escaped comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '<', '>', '&', "'", '"', ';', 'ع', ' ') }), (text) => {
      const xml = parseXml(`<a b='${xmlText(text)}'>${xmlText(text)}</a>`);
      expect(xml?.attributes['b']).toBe(text);
      expect(xml?.text).toBe(text);
    }),
  );
});
