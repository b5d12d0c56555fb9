import { Parser } from 'htmlparser2';

/** Which tree is one XML answer? Strict where it matters: what was cut, left open or nested without end is no answer. */

export interface Xml {
  /** Without its prefix. */
  name: string;
  namespace: string;
  attributes: Readonly<Record<string, string>>;
  children: Xml[];
  /** Its own text, without that of its children. */
  text: string;
}

const DEEPEST = 60;
const MOST_ELEMENTS = 20_000;

interface Open {
  xml: Xml;
  /** Default namespace under '', others by prefix. */
  spaces: Readonly<Record<string, string>>;
  qualified: string;
}

/** The root of a well-formed document; null for anything else. XMPP knows no comments, no declarations of types, no entities of its own. */
export function parseXml(text: string): Xml | null {
  const open: Open[] = [];
  let root: Xml | null = null;
  let sound = true;
  let ended = false;
  let elements = 0;
  const fail = (): void => {
    sound = false;
  };
  const parser = new Parser(
    {
      onopentag(qualified, attributes) {
        if (++elements > MOST_ELEMENTS || open.length >= DEEPEST || (open.length === 0 && root !== null)) fail();
        if (!sound) return;
        const parent = open.at(-1) ?? null;
        const spaces = spacesOf(parent?.spaces ?? {}, attributes);
        const xml = elementOf(qualified, attributes, spaces);
        if (parent === null) root = xml;
        else parent.xml.children.push(xml);
        open.push({ xml, spaces, qualified });
      },
      onclosetag(qualified, implied) {
        const top = open.pop();
        // Implied stands for `<a/>` too, and only there a slash comes before the end of the tag.
        if (top?.qualified !== qualified || (implied && (ended || text[parser.endIndex - 1] !== '/'))) fail();
      },
      ontext(data) {
        const top = open.at(-1);
        if (top !== undefined) top.xml.text += data;
        else if (data.trim() !== '') fail();
      },
      onprocessinginstruction(name) {
        if (name !== '?xml' || root !== null) fail();
      },
      oncomment: fail,
      oncdatastart: fail,
      onerror: fail,
    },
    { xmlMode: true },
  );
  parser.write(text);
  ended = true;
  parser.end();
  return sound && open.length === 0 ? root : null;
}

function spacesOf(outer: Open['spaces'], attributes: Readonly<Record<string, string>>): Open['spaces'] {
  const own = Object.entries(attributes).filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  return own.length === 0 ? outer : { ...outer, ...Object.fromEntries(own.map(([name, value]) => [name.slice('xmlns:'.length), value])) };
}

function elementOf(qualified: string, attributes: Readonly<Record<string, string>>, spaces: Open['spaces']): Xml {
  const colon = qualified.indexOf(':');
  const prefix = colon < 0 ? '' : qualified.slice(0, colon);
  return { name: qualified.slice(colon + 1), namespace: spaces[prefix] ?? '', attributes, children: [], text: '' };
}

/** The first child of that name, in that namespace where one is given. */
export function child(xml: Xml | null | undefined, name: string, namespace: string | null = null): Xml | null {
  return xml?.children.find((one) => one.name === name && (namespace === null || one.namespace === namespace)) ?? null;
}

export function childrenNamed(xml: Xml | null | undefined, name: string): Xml[] {
  return xml?.children.filter((one) => one.name === name) ?? [];
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;', '"': '&quot;' };

/** Text as it may stand in an element or in an attribute. */
export function xmlText(text: string): string {
  return text.replace(/[&<>'"]/g, (sign) => ESCAPES[sign] ?? sign);
}
