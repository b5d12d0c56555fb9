import type { Media } from '../../model/observation.ts';
import { array, type JsonObject, object, text } from '../../text/json-values.ts';

/** What does a message of a Telegram Desktop export say, where does it point, and what does it carry? */

/** The text of a string or a mixed array of strings and `{type, text}`; null where it is neither. */
export function plainText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  const parts = array(value);
  if (parts === null) return null;
  let joined = '';
  for (const part of parts) {
    const piece = text(part) ?? text(object(part)?.['text']);
    if (piece === null) return null;
    joined += piece;
  }
  return joined;
}

/** Targets of `text_link`, `link` and `mention` entities, each once, in order. A mention is given as the link it stands for. */
export function linksOf(message: JsonObject): string[] {
  const entities = array(message['text_entities']) ?? array(message['text']);
  if (entities === null || entities.length < 1) return [];
  const links: string[] = [];
  for (const entity of entities) {
    const link = targetOf(object(entity));
    if (link !== null && link !== '' && !links.includes(link)) links.push(link);
  }
  return links;
}

function targetOf(entity: JsonObject | null): string | null {
  if (entity === null) return null;
  if (entity['type'] === 'text_link') return text(entity['href']);
  if (entity['type'] === 'link') return text(entity['text']);
  if (entity['type'] !== 'mention') return null;
  const name = text(entity['text']);
  return name !== null && /^@\w{2,64}$/.test(name) ? `https://t.me/${name.slice(1)}` : null;
}

/** Question and options of a poll, one a line: the export leaves such a message's text empty. */
export function pollText(value: unknown): string | null {
  const poll = object(value);
  const question = plainText(poll?.['question']);
  if (poll === null || question === null) return null;
  const answers = (array(poll['answers']) ?? []).map((answer) => plainText(object(answer)?.['text']) ?? '');
  return [question, ...answers.map((answer) => `- ${answer}`)].join('\n');
}

const KINDS: ReadonlyMap<unknown, string> = new Map([
  ['video_file', 'video'],
  ['audio_file', 'audio'],
  ['voice_message', 'voice'],
  ['video_message', 'video_message'],
  ['animation', 'animation'],
  ['sticker', 'sticker'],
]);

const CARRIED = [
  ['photo', 'image'],
  ['poll', 'poll'],
  ['location_information', 'location'],
  ['contact_information', 'contact'],
  ['game_title', 'game'],
  ['invoice_information', 'invoice'],
  ['giveaway_information', 'giveaway'],
  ['paid_stars_amount', 'paid'],
  ['todo_list', 'list'],
] as const;

/** Kinds of what the message carries. The files beside an export are never opened, so their digests are not known. */
export function mediaOf(message: JsonObject): Media[] {
  const kinds: string[] = [];
  for (const [field, kind] of CARRIED) if (message[field] !== undefined && message[field] !== null) kinds.push(kind);
  if (message['media_type'] !== undefined || message['file'] !== undefined) kinds.push(KINDS.get(message['media_type']) ?? 'file');
  return kinds.map((kind) => ({ kind, sha256: null, perceptualHash: null }));
}
