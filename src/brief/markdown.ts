/** A brief as Markdown, with evidence notes as footnotes: for whoever pastes it into a report of their own. */

import { isolated, visible } from '../figures/foreign.ts';
import type { Block, Inline, Said, Section } from './document.ts';
import type { Note } from './notes.ts';
import type { Brief } from './tell.ts';

/** Whatever means something to some reader of Markdown, or of HTML in it. */
const ACTIVE = /[\\`*_{}[\]<>()#+\-!|~&^$:@]/g;
/** What could begin a list or a heading stands only at the beginning; everywhere else these signs are harmless and stay readable. */
const HARMLESS_INSIDE = /\\([-+:()!#])/g;

/** Dots in what some readers make a link of without being asked: `www.name`, `name@host.org`, `https://host.org`. */
const LINKED_UNASKED = /(?<!\[)(?:(?<=\bwww)|(?<=@[^\s@]{0,300})|(?<=:\/\/\S{0,300}))\./gi;

/** Ids and file names come as they are, so this is done here again. */
const HTTP = /http(?=s?:\/\/)/gi;

export function markdownOf(brief: Brief): string {
  const { words, name, header, sections, notes } = brief;
  const parts = [
    `# ${inlines(name)}`,
    `**${words.brief}**`,
    ...header.map(inlines),
    ...sections.flatMap(sectionOf),
    `## ${words.sections.notes}`,
    inlines(words.notes.intro),
    ...notes.map((note) => noteOf(note, words.notes.evidence)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function sectionOf({ title, blocks }: Section): string[] {
  return [`## ${title}`, ...blocks.flatMap(blockOf)];
}

function blockOf(block: Block): string[] {
  switch (block.is) {
    case 'heading':
      return [`### ${inlines(block.parts)}`];
    case 'paragraph':
      return [inlines(block.parts)];
    case 'list':
      return [block.items.map((item) => `- ${inlines(item)}`).join('\n')];
    case 'terms':
      return [block.items.map(({ term, parts }) => `- **${term}**: ${inlines(parts)}`).join('\n')];
    case 'figure':
      // The table that follows holds the same data.
      return [];
    case 'table':
      return [`**${inlines(block.caption)}**${reference(block.note)}`, tableOf(block)];
  }
}

function tableOf({ columns, rows }: Extract<Block, { is: 'table' }>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => inlines(title))),
    line(columns.map(({ numeric }) => (numeric ? '--:' : '---'))),
    ...rows.map((row) => line(row.map(inlines))),
  ].join('\n');
}

function noteOf({ number, rule, records }: Note, evidence: string): string {
  const list = records.length === 0 ? '' : ` ${evidence} ${records.map(inlines).join('; ')}`;
  return `[^${number}]: ${inlines(rule)}${list}`;
}

function inlines(parts: Said): string {
  return parts.map(inlineOf).join('');
}

function inlineOf(part: Inline): string {
  switch (part.is) {
    case 'text':
      return part.text;
    case 'foreign':
      return isolated(inert(visible(part.whole ?? part.text)), part.direction);
    case 'time':
      return isolated(part.shown, part.direction);
    case 'counted':
      return part.note === null ? part.text : `${part.text}${reference(part.note)}`;
    case 'note':
      return reference(part.note);
    case 'state':
      return part.text;
    case 'break':
      return ' – ';
    case 'strong':
      return `**${inlines(part.parts)}**`;
  }
}

function reference(note: number): string {
  return `[^${note}]`;
}

/** A text that no reader of Markdown takes for anything but text. It never begins a line: an isolating character stands before it. */
function inert(text: string): string {
  return text
    .replace(HTTP, 'hxxp')
    .replace(LINKED_UNASKED, '[.]')
    .replace(ACTIVE, '\\$&')
    .replace(HARMLESS_INSIDE, '$1')
    .replace(/(?<=[\p{L}\p{N}])\\_(?=[\p{L}\p{N}])/gu, '_')
    .replace(/\\[&<>]/g, (sign) => ({ '\\&': '&amp;', '\\<': '&lt;', '\\>': '&gt;' })[sign] ?? sign);
}
