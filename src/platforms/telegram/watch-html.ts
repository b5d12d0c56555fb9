import { Parser } from 'htmlparser2';
import type { Element } from './desktop-html-blocks.ts';

/** What is the tree of a page of t.me? */

/** A parser takes time by the square of the depth; no page of Telegram is nested so far. */
const DEEPEST = 200;

/** The document as an element without a name; null where it is nested too deeply to be one of Telegram's. */
export function parsePage(html: string): Element | null {
  const root: Element = { name: '', classes: [], attributes: {}, children: [], closed: true };
  const open: Element[] = [root];
  let tooDeep = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (tooDeep) return;
      if (open.length > DEEPEST) {
        tooDeep = true;
        parser.pause();
        return;
      }
      const classes = classesIn(attributes['class']);
      const element: Element = { name, classes, attributes, children: [], closed: false };
      open.at(-1)?.children.push(element);
      open.push(element);
    },
    ontext(data) {
      open.at(-1)?.children.push(data);
    },
    onclosetag(_, implied) {
      const element = open.length > 1 ? open.pop() : undefined;
      if (element !== undefined) element.closed = !implied;
    },
  });
  parser.write(html);
  if (tooDeep) return null;
  parser.end();
  return root;
}

const NO_CLASSES: readonly string[] = [];

function classesIn(written: string | undefined): readonly string[] {
  if (written === undefined || written === '') return NO_CLASSES;
  return /\s/.test(written) ? written.split(/\s+/).filter((one) => one !== '') : [written];
}

/** Every element below that a test picks, in document order; inside of what was picked the search does not go on. */
export function findAll(element: Element, wanted: (one: Element) => boolean): Element[] {
  const found: Element[] = [];
  gather(element, wanted, found);
  return found;
}

function gather(element: Element, wanted: (one: Element) => boolean, found: Element[]): void {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (wanted(child)) found.push(child);
    else gather(child, wanted, found);
  }
}

/** The first element below that a test picks. */
export function findFirst(element: Element, wanted: (one: Element) => boolean): Element | null {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    const found = wanted(child) ? child : findFirst(child, wanted);
    if (found !== null) return found;
  }
  return null;
}

export function firstOfClass(element: Element, name: string): Element | null {
  return findFirst(element, (one) => one.classes.includes(name));
}

export function allOfClass(element: Element, name: string): Element[] {
  return findAll(element, (one) => one.classes.includes(name));
}

export function attribute(element: Element | null, name: string): string | null {
  return element?.attributes[name] ?? null;
}

/** The content of `<meta property>` or `<meta name>`; null where there is none. */
export function metaOf(page: Element, name: string): string | null {
  const found = findFirst(page, (one) => one.name === 'meta' && (one.attributes['property'] === name || one.attributes['name'] === name));
  return attribute(found, 'content');
}

/** A text for comparison: quotes straightened, white space single. Telegram writes its sentences with either apostrophe. */
export function plain(text: string): string {
  return text
    .replace(/[‘’ʼ′`]/g, "'")
    .replace(/[\s\u00A0\u202F]+/g, ' ')
    .trim();
}
