/** What does a post say of the place it points to? A small, readable word list in Arabic and English; no model, nothing hidden. */

import type { Stance } from '../model/words.ts';
import { NEGATORS, STANCE_WORDS, type StanceWords } from './stance-words.ts';

export interface StanceFound {
  stance: Stance;
  /** The words that said so, with their negation. */
  cues: string[];
}

/**
 * A warning beats everything, since who warns may well name what is warned of ("fake: do not join the new channel"). A
 * call beats the calm it often comes with, and both beat "official", which says least.
 */
const PRECEDENCE = ['warn', 'call', 'calm', 'endorse'] as const;

/** A negation reaches over this many words ("not a single real one"). */
const REACH = 3;
/** Posts are short; what follows a book's length of text says nothing of its link. */
const LONGEST = 20_000;

const BREAK = 'break';
const TOKEN = /[\p{L}\p{N}_']{1,64}|[.!?؟،,;:\n]/gu;
/** Addresses and handles: their words are names. */
const ADDRESS = /\S*(?:\/|@|[\p{L}\p{N}]\.[\p{L}\p{N}])\S*/u;

interface Entry {
  words: string[];
  source: StanceWords;
}

const entries = new Map<string, Entry[]>();
for (const source of STANCE_WORDS) {
  for (const phrase of source.phrases) {
    const words = phrase.split(' ');
    const list = entries.get(words[0] ?? '') ?? [];
    list.push({ words, source });
    // Longest first, so that "do not panic" is read before "do not".
    list.sort((a, b) => b.words.length - a.words.length);
    entries.set(words[0] ?? '', list);
  }
}
const negators = new Set(NEGATORS);

/** A word as written, and without the Arabic particles and article that are joined to its front. */
function formsOf(word: string): string[] {
  const forms = [word];
  const bare = /^[وفبكل](?=.{2})/u.test(word) ? word.slice(1) : null;
  if (bare !== null) forms.push(bare);
  for (const form of [...forms]) {
    if (form.length > 4 && form.startsWith('ال')) forms.push(form.slice(2));
    // ل before the article: للقناة.
    if (form.length > 4 && form.startsWith('لل')) forms.push(form.slice(2));
  }
  return forms;
}

function tokensOf(text: string): string[][] {
  const tokens: string[][] = [];
  for (const chunk of text.slice(0, LONGEST).split(/([ \n]+)/)) {
    if (ADDRESS.test(chunk)) tokens.push([BREAK]);
    else for (const match of chunk.matchAll(TOKEN)) tokens.push(/^[\p{L}\p{N}_']/u.test(match[0]) ? formsOf(match[0]) : [BREAK]);
  }
  return tokens;
}

function entryAt(tokens: string[][], at: number): Entry | null {
  for (const form of tokens[at] ?? []) {
    for (const entry of entries.get(form) ?? []) {
      if (entry.words.every((word, i) => i === 0 || tokens[at + i]?.includes(word))) return entry;
    }
  }
  return null;
}

/** Where the negation stands that governs a word: at most `REACH` words before it, in the same clause, not before `floor`. Else -1. */
function negatorBefore(tokens: string[][], at: number, floor: number): number {
  for (let i = at - 1; i >= Math.max(floor, at - REACH); i--) {
    const forms = tokens[i] ?? [];
    if (forms[0] === BREAK) return -1;
    if (forms.some((form) => negators.has(form))) return i;
  }
  return -1;
}

/**
 * Reads the stance of a post that carries a link.
 *
 * @param foldedText the text as `fold` leaves it
 * @returns the strongest stance found, by the order warn, call, calm, endorse, with its cues; `neutral` where no word of the
 *   list stands. A negated word counts as what its row of the list says ("not fake" endorses, "do not join" warns).
 */
export function stanceOf(foldedText: string): StanceFound {
  const tokens = tokensOf(foldedText);
  const found: { stance: Stance; cue: string }[] = [];
  let floor = 0;
  for (let at = 0; at < tokens.length; at++) {
    const entry = entryAt(tokens, at);
    if (entry === null) continue;
    const negator = negatorBefore(tokens, at, floor);
    const stance = negator < 0 ? entry.source.stance : entry.source.negated;
    floor = at + entry.words.length;
    const words = tokens.slice(negator < 0 ? at : negator, floor).map((forms) => forms[0]);
    if (stance !== null) found.push({ stance, cue: words.join(' ') });
    at = floor - 1;
  }
  const stance = PRECEDENCE.find((one) => found.some((each) => each.stance === one)) ?? 'neutral';
  return { stance, cues: found.filter((each) => each.stance === stance).map((each) => each.cue) };
}
