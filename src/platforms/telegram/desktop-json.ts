import type { Ms } from '../../model/observation.ts';
import type { Chunk, FileHead, FileReader, OpenBytes, Problem, ReadOptions, Resume } from '../../model/reader.ts';
import { zoneReader } from '../../model/time.ts';
import type { ChannelKind } from '../../model/words.ts';
import { fieldsOf, type JsonClosed, type JsonElement, type JsonScope, jsonElements } from '../../text/json-elements.ts';
import { idText, type JsonObject, object, parseJson, text } from '../../text/json-values.ts';
import { type Owned, profileOf, readMessage } from './desktop-json-message.ts';
import { NAME_IT, ownerOf } from './desktop-title.ts';

/**
 * Reads the JSON exports of Telegram Desktop, from 2021 to now: one chat, or a whole account.
 * Public communities are imported; personal chats, chats with bots and saved messages are counted and left out, unless
 * a file of one chat is given with `--channel`: they are somebody's correspondence.
 */
export const telegramDesktopJson: FileReader = {
  format: 'telegram-desktop-json',
  summary: "Telegram Desktop's JSON export (result.json) of one chat or of a whole account",
  recognise,
  read,
};

const ACCOUNT = ['chats.list[].messages', 'left_chats.list[].messages'];
const WANTED = ['messages', ...ACCOUNT];

const KINDS: ReadonlyMap<string, ChannelKind> = new Map([
  ['public_channel', 'channel'],
  ['private_channel', 'channel'],
  ['public_supergroup', 'group'],
  ['private_supergroup', 'group'],
  ['private_group', 'group'],
]);

/** As they are called in `type`, and for people. */
const PRIVATE: ReadonlyMap<string, string> = new Map([
  ['personal_chat', 'a personal chat'],
  ['bot_chat', 'a chat with a bot'],
  ['saved_messages', 'saved messages'],
  ['replies', 'the chat of replies'],
  ['verification_codes', 'the chat of verification codes'],
]);

const TYPES = [...KINDS.keys(), ...PRIVATE.keys()].join('|');
const TYPE = new RegExp(`"type"\\s*:\\s*"(?:${TYPES})"`);

function recognise({ text: head }: FileHead): number {
  if (!/^\ufeff?\s*\{/.test(head)) return 0;
  const list = /"messages"\s*:\s*\[/.test(head);
  if (TYPE.test(head)) return list ? 0.97 : 0.8;
  if (/"personal_information"\s*:\s*\{/.test(head) && /"(?:user_id|contacts|chats|frequent_contacts)"\s*:/.test(head)) return 0.95;
  const message = /"type"\s*:\s*"(?:message|service)"/.test(head) && /"date"\s*:\s*"\d{4}-\d\d-\d\dT/.test(head);
  return list && message && /"(?:from_id|actor_id|date_unixtime)"\s*:/.test(head) ? 0.85 : 0;
}

/** The chat being read, and what is known of it so far: plain data, part of what a later run goes on from. */
interface Chat extends Owned {
  /** Byte offset of the chat's object. */
  offset: number;
  /** Why its messages are not imported; null where they are. */
  leftOut: string | null;
  messages: number;
  lastAt: Ms | null;
}

interface State {
  json: unknown;
  chat: Chat | null;
  /** Hints already given. */
  hinted: string[];
  chats: number;
}

interface Reading {
  open: OpenBytes;
  options: ReadOptions;
  fromLocal: ReturnType<typeof zoneReader>;
  state: State;
  chunk: Chunk;
  /** Messages seen since the last chunk, imported or not. */
  seen: number;
}

const CHUNK = 2000;
const ZONELESS = 'times in this file are wall-clock times without a zone: give --zone, else each is known only within 26 hours';
const ONE_OF_MANY = '--channel names one channel, but this file holds a whole account: its chats keep their own ids';
const NO_TYPE = 'this file does not say what kind of chat it is: it is read as a public community';

async function* read(open: OpenBytes, options: ReadOptions, resume: Resume | null): AsyncGenerator<Chunk> {
  const state: State = isState(resume?.state) ? structuredClone(resume.state) : { json: null, chat: null, hinted: [], chats: 0 };
  const start = resume?.offset ?? 0;
  const reading: Reading = { open, options, fromLocal: zoneReader(options.zone), state, chunk: emptyChunk(), seen: 0 };
  for await (const batch of jsonElements(open(start), WANTED, { offset: start, state: state.json })) {
    for (const { place, reason, excerpt } of batch.problems) reading.chunk.problems.push({ place, where: null, reason, excerpt });
    const closed = [...batch.closed];
    for (const element of batch.elements) {
      while (closed[0] !== undefined && closed[0].end <= element.offset) closeChat(reading, closed.shift());
      await readElement(reading, element);
    }
    for (const ended of closed) closeChat(reading, ended);
    state.json = batch.state;
    if (reading.seen >= CHUNK) yield chunkOf(reading, batch.offset);
    else reading.chunk.end = batch.offset;
  }
  if (state.chats === 0 && resume === null) {
    reading.chunk.problems.push({ place: 0, where: null, reason: 'there is no chat with messages in it', excerpt: '' });
  }
  const { records, problems, hints, end } = reading.chunk;
  if (records.length + problems.length + hints.length + end > 0) yield chunkOf(reading, end);
}

function isState(state: unknown): state is State {
  return typeof state === 'object' && state !== null && 'json' in state && 'chat' in state && 'hinted' in state;
}

function emptyChunk(): Chunk {
  return { records: [], places: [], problems: [], end: 0, state: null, hints: [] };
}

function chunkOf(reading: Reading, end: number): Chunk {
  const chunk: Chunk = { ...reading.chunk, end, state: structuredClone(reading.state) };
  reading.chunk = emptyChunk();
  reading.seen = 0;
  return chunk;
}

async function readElement(reading: Reading, element: JsonElement): Promise<void> {
  const scope = element.scopes.at(-1);
  if (scope === undefined) return;
  let { chat } = reading.state;
  if (chat === null || chat.offset !== scope.offset) {
    chat = await chatOf(reading, scope);
    reading.state.chat = chat;
  }
  reading.seen++;
  chat.messages++;
  if (chat.leftOut === null) readOne(reading, chat, element);
}

function readOne(reading: Reading, chat: Chat, { offset, text: source, flaw }: JsonElement): void {
  const { chunk } = reading;
  const parsed = flaw === null ? parseJson(source) : null;
  const message = parsed?.ok === true ? object(parsed.value) : null;
  if (message === null) {
    const reason = flaw ?? (parsed?.ok === false ? parsed.reason : 'it is no object');
    chunk.problems.push({
      place: offset,
      where: whereOf(/"id"\s*:\s*(-?\d+)/.exec(source)?.[1] ?? null),
      reason,
      excerpt: source.slice(0, 200),
    });
    return;
  }
  const { records, problem, zoneless } = readMessage(message, chat, reading.fromLocal);
  for (const record of records) {
    chunk.records.push(record);
    chunk.places.push(offset);
    if (record.type === 'post' && (chat.lastAt === null || record.when.at > chat.lastAt)) chat.lastAt = record.when.at;
  }
  if (problem !== null) chunk.problems.push(problemOf(offset, message, problem, source));
  if (zoneless && reading.options.zone === null) hint(reading, ZONELESS);
}

function problemOf(place: number, message: JsonObject, reason: string, source: string): Problem {
  return { place, where: whereOf(idText(message['id'])), reason, excerpt: source.slice(0, 200) };
}

function whereOf(id: string | null): string | null {
  return id === null ? null : `message ${id}`;
}

function hint(reading: Reading, words: string): void {
  if (reading.state.hinted.includes(words)) return;
  reading.state.hinted.push(words);
  reading.chunk.hints.push(words);
}

/** Which chat this is. Where its type or id stand after its messages, they are looked up ahead. */
async function chatOf(reading: Reading, scope: JsonScope): Promise<Chat> {
  const known = Object.hasOwn(scope.fields, 'type') && Object.hasOwn(scope.fields, 'id');
  const fields = known ? scope.fields : await fieldsOf(reading.open(scope.offset), ['type', 'id', 'name']);
  return chatFrom(reading, scope, fields);
}

function chatFrom(reading: Reading, scope: JsonScope, fields: JsonObject): Chat {
  reading.state.chats++;
  const whole = scope.path !== '';
  const options = whole ? { ...reading.options, channel: null } : reading.options;
  if (whole && reading.options.channel !== null) hint(reading, ONE_OF_MANY);
  const type = text(fields['type']) ?? '';
  const kind = KINDS.get(type) ?? null;
  const leftOut =
    kind !== null || type === '' || options.channel !== null
      ? null
      : (PRIVATE.get(type) ?? `a chat of the unknown type "${type.slice(0, 40)}"`);
  // The id of a personal chat is a person's, not the channel's that --channel names.
  const id = PRIVATE.has(type) ? null : idText(fields['id']);
  const owner = ownerOf(options, id, text(fields['name']) ?? reading.options.name);
  if (leftOut === null && owner.provisional) hint(reading, NAME_IT);
  if (leftOut === null && type === '') hint(reading, NO_TYPE);
  return { channel: owner.channel, nativeId: owner.nativeId, kind, offset: scope.offset, leftOut, messages: 0, lastAt: null };
}

/** At a chat's end: what it is called, as of its last message; or that it was left out. */
function closeChat(reading: Reading, scope: JsonClosed | undefined): void {
  if (scope === undefined) return;
  if (scope.path !== '' && !scope.path.endsWith('.list[]')) return;
  const { state, chunk } = reading;
  const seen = state.chat?.offset === scope.offset ? state.chat : null;
  if (seen === null && (text(scope.fields['type']) === null || scope.fields['id'] === undefined)) return;
  const chat = seen ?? chatFrom(reading, scope, scope.fields);
  if (chat.leftOut !== null) {
    const left = `${chat.leftOut}, ${chat.messages} message${chat.messages === 1 ? '' : 's'}`;
    const reason = `left out as private correspondence: ${left}; a file of that chat alone is imported with --channel`;
    chunk.problems.push({ place: scope.offset, where: null, reason, excerpt: '' });
  } else if (chat.lastAt !== null) {
    // The export shows the title as it is now, and it was made at its last message or later.
    chunk.records.push(profileOf(chat, chat.lastAt, text(scope.fields['name']), null));
    chunk.places.push(scope.end - 1);
  } else hint(reading, `${chat.channel} has no messages in this file`);
  if (seen !== null) state.chat = null;
}
