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
  canonical: string;
  channel: string | null;
  post: string | null;
  reserved: ReadonlySet<string>;
  keepCase: ReadonlySet<string>;
}

export interface CompiledGrammars {
  hosts: Map<string, CompiledRule[]>;
  /** By what follows the first label: `*.t.me`. */
  parents: Map<string, CompiledRule[]>;
  /** By first label: `chat.*`. */
  firstLabels: Map<string, CompiledRule[]>;
  /** For any host that no other rule knows. */
  anyHost: CompiledRule[];
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

function compileRule(grammar: LinkGrammar, rule: LinkRule): CompiledRule {
  const path = rule.path.replace(/\{(\w+)\}/g, (whole, part: string) => {
    const pattern = grammar.parts[part];
    return pattern === undefined ? whole : `(?<${part}>${pattern})`;
  });
  return {
    platform: grammar.platform,
    kind: rule.kind,
    path: new RegExp(`(?:${path})${END}`, 'iy'),
    unless: rule.unless === null ? null : new RegExp(rule.unless, 'y'),
    canonical: rule.canonical,
    channel: rule.channel,
    post: rule.post,
    reserved: new Set(grammar.reserved),
    keepCase: new Set(grammar.keepCase),
  };
}

function add<K>(map: Map<K, CompiledRule[]>, key: K, rule: CompiledRule): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [rule]);
  else list.push(rule);
}

function place(tables: CompiledGrammars, on: string, rule: CompiledRule): void {
  if (on === '*') tables.anyHost.push(rule);
  else if (on.endsWith(':')) add(tables.schemes, on.slice(0, -1), rule);
  else if (on === '@' || on === '#') add(tables.signs, on, rule);
  else if (!on.includes('.')) add(tables.words, on, rule);
  else if (on.endsWith('.*')) add(tables.firstLabels, on.slice(0, -2), rule);
  else {
    if (on.startsWith('*.')) add(tables.parents, on.slice(2), rule);
    else add(tables.hosts, on, rule);
    tables.lastLabels.add(on.slice(on.lastIndexOf('.') + 1));
  }
}

/** Compiles grammars. Where several have rules for one host, they are tried in the order given. */
export function compileGrammars(grammars: LinkGrammar[]): CompiledGrammars {
  const tables: CompiledGrammars = {
    hosts: new Map(),
    parents: new Map(),
    firstLabels: new Map(),
    anyHost: [],
    schemes: new Map(),
    signs: new Map(),
    words: new Map(),
    mentions: new Map(),
    cues: new Map(),
    lastLabels: new Set(),
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

function filled(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_, part: string) => values[part] ?? '');
}

/** Tries rules at a place of a text (a path behind `host`); the first that holds answers. */
export function readWith(rules: CompiledRule[] | undefined, text: string, at: number, host: string): Reading | null {
  if (rules === undefined) return null;
  for (const rule of rules) {
    rule.path.lastIndex = at;
    const match = rule.path.exec(text);
    if (match === null) continue;
    const end = at + match[0].length;
    if (rule.unless !== null) {
      rule.unless.lastIndex = end;
      if (rule.unless.test(text)) return null;
    }
    const values: Record<string, string> = { host };
    for (const [part, value] of Object.entries(match.groups ?? {})) {
      if (value !== undefined) values[part] = rule.keepCase.has(part) ? decoded(value) : decoded(value).toLowerCase();
    }
    if (values['name'] !== undefined && rule.reserved.has(values['name'])) continue;
    const channel = rule.channel === null ? null : channelRef(rule.platform, filled(rule.channel, values));
    if (channel === null && rule.channel !== null) continue;
    return {
      platform: rule.platform,
      kind: rule.kind,
      canonical: filled(rule.canonical, values),
      channel,
      post: rule.post === null ? null : filled(rule.post, values),
      length: match[0].length,
    };
  }
  return null;
}
