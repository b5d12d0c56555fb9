import { UserError } from '../../model/errors.ts';
import type { Chunk, FileReader, OpenBytes, ReadOptions, Resume } from '../../model/reader.ts';
import { jsonElements } from '../../text/json-elements.ts';
import { type JsonObject, object, parseJson } from '../../text/json-values.ts';
import { addLineProblem, addRecord, lineChunks } from '../../text/line-chunks.ts';
import { type PlatformName, type Read, readAnswer, readChat, readMessage, readUpdate } from './bot-answer.ts';

/**
 * Reads files of the TamTam and MAX bot APIs. The two are one API under two names: MAX took over TamTam's, so one reader
 * serves both and first settles which platform a file is of.
 */

type BotPlatform = 'tamtam' | 'max';

export function botApiReader(own: BotPlatform, format: string, summary: string): FileReader {
  return {
    format,
    summary,
    recognise(head) {
      if (!looksLikeBotApi(head.text)) return 0;
      const told = platformIn(head.text, head.name);
      if (told !== null) return told === own ? 0.9 : 0;
      // It could be either's: one of the two takes it, and asks for --platform unless that was given.
      return own === 'max' ? 0.55 : 0.5;
    },
    read(open, options, resume) {
      return read(own, open, options, resume);
    },
  };
}

const SHAPES = [
  [/"update_type"\s*:/, /"timestamp"\s*:/],
  [/"recipient"\s*:/, /"chat_type"\s*:/],
  [/"chat_id"\s*:/, /"participants_count"\s*:/],
  [/"members"\s*:/, /"is_bot"\s*:/],
  [/"user_id"\s*:/, /"is_bot"\s*:/, /"last_activity_time"\s*:/],
  [/^\s*\{\s*"code"\s*:\s*"[a-z.]+"\s*,\s*"message"\s*:\s*"[^"]*"\s*\}\s*$/],
];

function looksLikeBotApi(text: string): boolean {
  return /^\uFEFF?\s*[[{]/.test(text) && SHAPES.some((signs) => signs.every((sign) => sign.test(text)));
}

/** MAX opened in March 2025 and TamTam closed on 27 February 2026. */
const MAX_OPENED = Date.UTC(2025, 2, 1);
const TAMTAM_CLOSED = Date.UTC(2026, 1, 28);

/** Whose file is it? By fields that only MAX has, by the hosts of its own links, by the file's name, by its times; null where nothing tells. */
function platformIn(text: string, name: string): BotPlatform | null {
  if (/"first_name"\s*:|"update_type"\s*:\s*"(?:dialog_|bot_stopped)/.test(text)) return 'max';
  const hosts = [...text.matchAll(/"(?:url|link)"\s*:\s*"https?:\/\/(?:www\.|web\.)?(tt\.me|tamtam\.chat|max\.ru)\//g)];
  const max = hosts.filter((host) => host[1] === 'max.ru').length;
  if (max * 2 !== hosts.length) return max * 2 > hosts.length ? 'max' : 'tamtam';
  if (/tamtam/i.test(name)) return 'tamtam';
  if (/(?:^|[^a-z])max(?:[^a-z]|$)/i.test(name)) return 'max';
  const time = Number(/"(?:timestamp|last_event_time|last_activity_time)"\s*:\s*(\d{13})\b/.exec(text)?.[1] ?? Number.NaN);
  return time < MAX_OPENED ? 'tamtam' : time > TAMTAM_CLOSED ? 'max' : null;
}

type Mode = 'lines' | 'one' | 'elements';

interface Plan {
  mode: Mode;
  platform: string | null;
}

async function* read(own: BotPlatform, open: OpenBytes, options: ReadOptions, resume: Resume | null): AsyncGenerator<Chunk> {
  const earlier = savedPlan(resume);
  const plan = earlier ?? planFor(own, await beginning(open), options);
  const platform = (): string => {
    if (plan.platform !== null) return plan.platform;
    throw new UserError(`${options.name} could be TamTam's or MAX's: say which with --platform tamtam or --platform max`);
  };
  const inner: Resume | null = earlier === null || resume === null ? null : { offset: resume.offset, state: innerState(resume.state) };
  const chunks =
    plan.mode === 'lines'
      ? readLines(open, inner, platform)
      : plan.mode === 'one'
        ? readOne(open, inner, platform)
        : readElements(open, inner, platform);
  for await (const chunk of chunks) yield { ...chunk, state: { plan, inner: chunk.state } };
}

function savedPlan(resume: Resume | null): Plan | null {
  const plan = object(object(resume?.state)?.['plan']);
  const mode = plan?.['mode'];
  if (mode !== 'lines' && mode !== 'one' && mode !== 'elements') return null;
  return { mode, platform: typeof plan?.['platform'] === 'string' ? plan['platform'] : null };
}

function innerState(state: unknown): unknown {
  return object(state)?.['inner'] ?? null;
}

const BEGINNING = 1024 * 1024;

/** The first mebibyte, which holds any single answer whole. */
async function beginning(open: OpenBytes): Promise<{ text: string; whole: boolean }> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of open(0)) {
    pieces.push(Buffer.from(piece));
    size += piece.length;
    if (size > BEGINNING) break;
  }
  return {
    text: Buffer.concat(pieces)
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
    whole: size <= BEGINNING,
  };
}

function planFor(own: BotPlatform, start: { text: string; whole: boolean }, options: ReadOptions): Plan {
  const told = platformIn(start.text, options.name);
  const platform = options.platform ?? (told === null ? null : own);
  const firstLine = /^\s*(\S[^\n]*)\n?/.exec(start.text)?.[1] ?? '';
  if (parseJson(firstLine).ok) return { mode: 'lines', platform };
  const parsed = start.whole ? parseJson(start.text) : null;
  const single = parsed?.ok ? object(parsed.value) : null;
  const isList = single !== null && LISTS.some((list) => Array.isArray(single[list]));
  return { mode: single !== null && !isList ? 'one' : 'elements', platform };
}

const LISTS = ['messages', 'updates', 'chats'];

/** One answer or update a line, as somebody appends them; also a single answer in one line. */
function readLines(open: OpenBytes, resume: Resume | null, platform: PlatformName): AsyncIterable<Chunk> {
  return lineChunks(open, resume, (line, draft) => {
    const parsed = parseJson(line.text);
    for (const read of parsed.ok ? readValue(parsed.value, platform) : [line.ended ? parsed.reason : 'the file ends within this record']) {
      if (typeof read === 'string') addLineProblem(draft, line, read);
      else addRecord(draft, read, line.offset);
    }
  });
}

function readValue(value: unknown, platform: PlatformName): Read[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) => {
    const json = object(item);
    return json === null ? ['this is no JSON object'] : readAnswer(json, platform);
  });
}

/** One answer over several lines, such as a chat or a saved webhook call. */
async function* readOne(open: OpenBytes, resume: Resume | null, platform: PlatformName): AsyncGenerator<Chunk> {
  if (resume !== null) return;
  const { text } = await beginning(open);
  const parsed = parseJson(text);
  const chunk = chunkOf([{ reads: readValue(parsed.ok ? parsed.value : null, platform), place: 0, excerpt: text }]);
  yield { ...chunk, end: Buffer.byteLength(text), state: null };
}

/** A list of any length, streamed. */
async function* readElements(open: OpenBytes, resume: Resume | null, platform: PlatformName): AsyncGenerator<Chunk> {
  let found = resume !== null;
  for await (const batch of jsonElements(open(resume?.offset ?? 0), [...LISTS, ''], resume)) {
    const items = batch.elements.map(({ flaw, text, offset, path }) => {
      const parsed = flaw === null ? parseJson(text) : { ok: false as const, reason: flaw };
      const json = parsed.ok ? object(parsed.value) : null;
      const reads = parsed.ok ? (json === null ? ['this is no JSON object'] : readerOf(path)(json, platform)) : [parsed.reason];
      return { reads, place: offset, excerpt: text };
    });
    const chunk = chunkOf(items);
    chunk.problems.push(...batch.problems.map((problem) => ({ ...problem, where: null })));
    found ||= items.length > 0 || batch.problems.length > 0;
    if (!found) continue;
    yield { ...chunk, end: batch.offset, state: batch.state };
  }
  if (found) return;
  const nothing = { place: 0, where: null, reason: 'there is no list of messages, updates or chats in it', excerpt: '' };
  yield { records: [], places: [], problems: [nothing], hints: [], end: 0, state: null };
}

function readerOf(path: string): (json: JsonObject, platform: PlatformName) => Read[] {
  return path === 'messages' ? readMessage : path === 'updates' ? readUpdate : path === 'chats' ? readChat : readAnswer;
}

function chunkOf(items: { reads: Read[]; place: number; excerpt: string }[]): Omit<Chunk, 'end' | 'state'> {
  const chunk: Omit<Chunk, 'end' | 'state'> = { records: [], places: [], problems: [], hints: [] };
  for (const { reads, place, excerpt } of items) {
    for (const read of reads) {
      if (typeof read === 'string') chunk.problems.push({ place, where: null, reason: read, excerpt: excerpt.slice(0, 200) });
      else {
        chunk.records.push(read);
        chunk.places.push(place);
      }
    }
  }
  return chunk;
}
