/** Turns the platforms' grammars, which are data, into tables that answer "which rules hold for this host, scheme or sign" at once. */

import type { LinkGrammar, LinkRule } from '../model/link.ts';
import { channelRef } from '../model/ref.ts';
import type { LinkKind } from '../model/words.ts';

/** A rule ready to run at a place in a text. */
export interface CompiledRule {
  platform: string;
  kind: LinkKind;
  /** Sticky. */
  path: RegExp;
  unless: RegExp | null;
  canonical: Template;
  channel: Template | null;
  post: Template | null;
  /** For each capture group in order: whether its letter case matters. */
  keepCase: boolean[];
  /** Which group is the part `name`; -1 where none is. */
  nameGroup: number;
  reserved: ReadonlySet<string>;
}

/** Literal text and numbers of groups in turn, beginning with text. Group 0 is the host. */
interface Template {
  texts: string[];
  groups: number[];
}

export interface CompiledGrammars {
  hosts: Map<string, CompiledRule[]>;
  /** By what follows the first label: `*.t.me`. */
  parents: Map<string, CompiledRule[]>;
  /** By first label: `chat.*`. */
  firstLabels: Map<string, CompiledRule[]>;
  /** For any host that no other rule knows, by the one or two characters that the path begins with behind its slash; `?` where it has a query. */
  anyHost: Map<string, CompiledRule[]>;
  schemes: Map<string, CompiledRule[]>;
  /** Words holding `@`, words beginning with `#`. */
  signs: Map<string, CompiledRule[]>;
  /** Words that begin a bare name (`npub1`). */
  words: Map<string, CompiledRule[]>;
  mentions: Map<string, CompiledRule>;
  /** Cue word → platform. */
  cues: Map<string, string>;
  /** `me`, `com`: what stands before the slash of any known host. */
  lastLabels: Set<string>;
  /** By `pairOf` two letters: 1 where a known host ends so, or where the first label of a `chat.*` begins so. */
  endings: Uint8Array;
  beginnings: Uint8Array;
  /** By `pairOf` its first two characters: 1 where a rule for any host has a path that begins so. */
  pathStarts: Uint8Array;
}

/** Two letters as one number below 1,024, whatever their case. */
export function pairOf(a: number, b: number): number {
  return ((a & 31) << 5) | (b & 31);
}

/** What a matched rule says. */
export interface Reading {
  platform: string;
  kind: LinkKind;
  canonical: string;
  channel: string | null;
  post: string | null;
  /** Length of the path matched. */
  length: number;
}

/** A name that goes on is another name: `t.me/name-more`, `t.me/nameé`. */
const END = '(?![\\w%\\u00c0-\\u024f]|-\\w)';

function templateOf(text: string, parts: string[]): Template {
  const pieces = text.split(/\{(\w+)\}/);
  return {
    texts: pieces.filter((_, i) => i % 2 === 0),
    groups: pieces.filter((_, i) => i % 2 === 1).map((part) => (part === 'host' ? 0 : parts.indexOf(part) + 1)),
  };
}

function filled({ texts, groups }: Template, values: string[]): string {
  let text = texts[0] ?? '';
  for (let i = 0; i < groups.length; i++) text += (values[groups[i] ?? 0] ?? '') + (texts[i + 1] ?? '');
  return text;
}

function compileRule(grammar: LinkGrammar, rule: LinkRule): CompiledRule {
  const parts: string[] = [];
  // Parts hold no groups of their own, so the n-th placeholder is the n-th group.
  const path = rule.path.replace(/\{([a-z]\w*)\}/gi, (_, part: string) => {
    parts.push(part);
    return `(${grammar.parts[part] ?? '(?!)'})`;
  });
  return {
    platform: grammar.platform,
    kind: rule.kind,
    path: new RegExp(`(?:${path})${END}`, 'iy'),
    unless: rule.unless === null ? null : new RegExp(rule.unless, 'y'),
    canonical: templateOf(rule.canonical, parts),
    channel: rule.channel === null ? null : templateOf(rule.channel, parts),
    post: rule.post === null ? null : templateOf(rule.post, parts),
    keepCase: parts.map((part) => grammar.keepCase.includes(part)),
    nameGroup: parts.indexOf('name') + 1 || -1,
    reserved: new Set(grammar.reserved),
  };
}

function add<K>(map: Map<K, CompiledRule[]>, key: K, rule: CompiledRule): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [rule]);
  else list.push(rule);
}

function place(tables: CompiledGrammars, on: string, rule: CompiledRule): void {
  if (on.startsWith('*/')) {
    add(tables.anyHost, on.slice(2), rule);
    const first = on.charCodeAt(2);
    if (on.length > 3) tables.pathStarts[pairOf(first, on.charCodeAt(3))] = 1;
    else tables.pathStarts.fill(1, pairOf(first, 0), pairOf(first, 31) + 1);
  } else if (on.endsWith(':')) add(tables.schemes, on.slice(0, -1), rule);
  else if (on === '@' || on === '#') add(tables.signs, on, rule);
  else if (!on.includes('.')) add(tables.words, on, rule);
  else if (on.endsWith('.*')) {
    add(tables.firstLabels, on.slice(0, -2), rule);
    tables.beginnings[pairOf(on.charCodeAt(0), on.charCodeAt(1))] = 1;
  } else {
    if (on.startsWith('*.')) add(tables.parents, on.slice(2), rule);
    else add(tables.hosts, on, rule);
    tables.lastLabels.add(on.slice(on.lastIndexOf('.') + 1));
    tables.endings[pairOf(on.charCodeAt(on.length - 2), on.charCodeAt(on.length - 1))] = 1;
  }
}

/** Compiles grammars. Where several have rules for one host, they are tried in the order given. */
export function compileGrammars(grammars: LinkGrammar[]): CompiledGrammars {
  const tables: CompiledGrammars = {
    hosts: new Map(),
    parents: new Map(),
    firstLabels: new Map(),
    anyHost: new Map(),
    schemes: new Map(),
    signs: new Map(),
    words: new Map(),
    mentions: new Map(),
    cues: new Map(),
    lastLabels: new Set(),
    endings: new Uint8Array(1024),
    beginnings: new Uint8Array(1024),
    pathStarts: new Uint8Array(1024),
  };
  for (const grammar of grammars) {
    for (const rule of grammar.rules) {
      const compiled = compileRule(grammar, rule);
      for (const on of rule.on) place(tables, on, compiled);
    }
    if (grammar.mention !== null) tables.mentions.set(grammar.platform, compileRule(grammar, grammar.mention));
    for (const cue of grammar.cues) tables.cues.set(cue, grammar.platform);
  }
  return tables;
}

function decoded(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** What the groups of a match hold, as it is written in references; the host first. */
function valuesOf(rule: CompiledRule, match: RegExpExecArray, host: string): string[] {
  const values = [host];
  for (let i = 0; i < rule.keepCase.length; i++) {
    const value = decoded(match[i + 1] ?? '');
    values.push(rule.keepCase[i] ? value : value.toLowerCase());
  }
  return values;
}

/** `matched` without a percent sign holds what the patterns allow and nothing else, so that only decoded names need a check. */
function refOf(rule: CompiledRule, values: string[], matched: string): string | null {
  if (rule.channel === null) return null;
  const name = filled(rule.channel, values);
  return matched.includes('%') ? channelRef(rule.platform, name) : `${rule.platform}:${name}`;
}

/** Tries rules at a place of a text (a path behind `host`); the first that holds answers. */
export function readWith(rules: CompiledRule[] | undefined, text: string, at: number, host: string): Reading | null {
  if (rules === undefined) return null;
  for (const rule of rules) {
    rule.path.lastIndex = at;
    const match = rule.path.exec(text);
    if (match === null) continue;
    const values = valuesOf(rule, match, host);
    if (rule.nameGroup > 0 && rule.reserved.has(values[rule.nameGroup] ?? '')) continue;
    const length = match[0].length;
    if (rule.unless !== null) {
      rule.unless.lastIndex = at + length;
      if (rule.unless.test(text)) return null;
    }
    const channel = refOf(rule, values, match[0]);
    if (channel === null && rule.channel !== null) continue;
    const post = rule.post === null ? null : filled(rule.post, values);
    return { platform: rule.platform, kind: rule.kind, canonical: filled(rule.canonical, values), channel, post, length };
  }
  return null;
}
