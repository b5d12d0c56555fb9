/** A brief as one self-contained page: no script, nothing fetched, fonts inside, no link that leads anywhere but within. */

import { visible } from '../figures/foreign.ts';
import { type Markup, markup } from '../figures/markup.ts';
import { filled } from '../figures/texture.ts';
import { formatTime } from '../model/time.ts';
import type { Block, Inline, Said, Section } from './document.ts';
import type { BriefFonts } from './input.ts';
import type { Note } from './notes.ts';
import { fontFaces, PAGE_STYLE } from './style.ts';
import type { Brief } from './tell.ts';

/** Nothing may load or run: even markup that slipped through could do no harm. */
const POLICY: Markup = { markup: "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'" };

export function pageOf(brief: Brief, fonts: BriefFonts | null): string {
  const { words, name, header, sections, notes } = brief;
  const page = markup`<!doctype html>
<html lang="${words.language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${plain(name)} – ${words.brief}</title>
<style>${{ markup: fontFaces(fonts) }}${{ markup: PAGE_STYLE }}</style>
</head>
<body>
<header><p class="kind">${words.brief}</p><h1>${inlines(name)}</h1>${header.map((line) => markup`<p>${inlines(line)}</p>`)}</header>
<nav aria-label="${words.contents}"><ul>${[...sections, notesEntry(brief)].map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main>
${sections.map(sectionOf)}${notesSection(brief, notes)}</main>
</body>
</html>
`;
  return page.markup;
}

function notesEntry({ words }: Brief): { id: string; title: string } {
  return { id: 'notes', title: words.sections.notes };
}

function sectionOf({ id, title, blocks }: Section): Markup {
  return markup`<section id="${id}"><h2>${title}</h2>
${blocks.map(blockOf)}</section>
`;
}

function notesSection(brief: Brief, notes: readonly Note[]): Markup {
  const { id, title } = notesEntry(brief);
  return markup`<section id="${id}"><h2>${title}</h2>
<p>${inlines(brief.words.notes.intro)}</p>
<ol class="notes">${notes.map((note) => noteItem(note, brief.words.notes.evidence))}</ol>
</section>
`;
}

function noteItem({ number, rule, records }: Note, evidence: string): Markup {
  const list = records.length === 0 ? '' : markup` ${evidence}<ul>${records.map((record) => markup`<li>${inlines(record)}</li>`)}</ul>`;
  return markup`<li id="note-${number}">${inlines(rule)}${list}</li>
`;
}

function blockOf(block: Block): Markup {
  switch (block.is) {
    case 'heading':
      return markup`<h3>${inlines(block.parts)}</h3>
`;
    case 'paragraph':
      return markup`<p${{ markup: block.faint ? ' class="faint"' : '' }}>${inlines(block.parts)}</p>
`;
    case 'list':
      return markup`<ul>${block.items.map((item) => markup`<li>${inlines(item)}</li>`)}</ul>
`;
    case 'terms':
      return markup`<dl>${block.items.map(({ term, parts }) => markup`<dt>${term}</dt><dd>${inlines(parts)}</dd>`)}</dl>
`;
    case 'figure':
      return markup`<figure><figcaption>${inlines(block.caption)} ${noteLink(block.note)}</figcaption>${block.svg}</figure>
`;
    case 'table':
      return tableOf(block);
  }
}

/** Letters of an id that no column could hold in one line. */
const LONG = 32;

/** A table of so few columns is not stretched over the page. */
const FEW = 3;

function tableOf({ caption, note, columns, rows }: Extract<Block, { is: 'table' }>): Markup {
  const look = columns.map(({ numeric }): Markup => ({ markup: numeric ? ' class="num"' : '' }));
  const none: Markup = { markup: '' };
  return markup`<div class="wide"><table${{ markup: columns.length > FEW ? '' : ' class="few"' }}><caption>${inlines(caption)} ${noteLink(note)}</caption>
<thead><tr>${columns.map(({ title }, i) => markup`<th scope="col"${look[i] ?? none}>${inlines(title)}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (row) => markup`<tr>${row.map((cell, i) => markup`<td${look[i] ?? none}>${inlines(cell)}</td>`)}</tr>
`,
)}</tbody></table></div>
`;
}

function inlines(parts: Said): Markup[] {
  return parts.map(inlineOf);
}

function inlineOf(part: Inline): Markup {
  switch (part.is) {
    case 'text':
      return markup`${part.text}`;
    case 'foreign':
      return foreignOf(part);
    case 'time':
      return markup`<time datetime="${formatTime(part.at)}"><bdi dir="${part.direction}">${part.shown.split(' ').map(unbroken)}</bdi></time>`;
    case 'counted':
      return part.note === null ? markup`${part.text}` : markup`<span class="count">${part.text}${noteLink(part.note)}</span>`;
    case 'note':
      return noteLink(part.note);
    case 'state':
      return markup`<span class="state"><svg direction="ltr" aria-hidden="true" viewBox="0 0 14 14" width="14" height="14">${filled({ x: 0.5, y: 0.5, width: 13, height: 13 }, part.fill)}</svg> ${part.text}</span>`;
    case 'break':
      return markup`<br>`;
    case 'strong':
      return markup`<strong>${inlines(part.parts)}</strong>`;
  }
}

/** A date must not break at its hyphens. */
function unbroken(word: string, i: number): Markup {
  return markup`${i > 0 ? ' ' : ''}<span class="short">${word}</span>`;
}

function foreignOf({ text, direction, look, whole }: Extract<Inline, { is: 'foreign' }>): Markup {
  const title = whole === null ? '' : markup` title="${visible(whole)}"`;
  // What is shortened already need not be broken over lines; what is very long must be.
  const breaks = whole === null ? (text.length > LONG ? ' long' : '') : ' short';
  return look === 'code'
    ? markup`<bdi dir="${direction}" class="id${breaks}"${title}>${visible(text)}</bdi>`
    : markup`<bdi dir="${direction}"${title}>${visible(text)}</bdi>`;
}

function noteLink(note: number): Markup {
  return markup`<a class="note" href="#note-${note}">[${note}]</a>`;
}

/** For the title of the window, which takes no markup. */
function plain(parts: Said): string {
  return parts.map((part) => ('text' in part ? visible(part.text) : '')).join('');
}
