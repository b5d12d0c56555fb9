import type { Headers } from './decode.ts';

/** Takes a secret out of what a server sent back: some repeat the token they were given, in an error or a link. */

export interface Blotter {
  /** The same array where the secret does not occur; else a copy of the same length with stars in its place. */
  bytes(bytes: Uint8Array): Uint8Array;
  text(text: string): string;
  headers(headers: Headers): Headers;
}

/** `secret` null: nothing is ever changed. */
export function blotterOf(secret: string | null): Blotter {
  if (secret === null) return { bytes: (bytes) => bytes, text: (text) => text, headers: (headers) => headers };
  const pattern = patternOf(secret);
  const blotted = (latin1: string): string => latin1.replaceAll(pattern, (found) => '*'.repeat(found.length));
  return {
    bytes(bytes) {
      const before = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
      const after = blotted(before);
      return after === before ? bytes : new Uint8Array(Buffer.from(after, 'latin1'));
    },
    text: (text) => Buffer.from(blotted(Buffer.from(text).toString('latin1')), 'latin1').toString(),
    headers: (headers) => headers.map(([name, value]) => [blotted(name), blotted(value)] as const),
  };
}

/** Finds the secret in bytes read as Latin-1: each of its characters as it is or escaped for a URL, JSON or HTML; and in base64. */
function patternOf(secret: string): RegExp {
  const escaped = [...secret].map((character) => `(?:${formsOf(character).join('|')})`).join('');
  return new RegExp(`${escaped}|${literal(Buffer.from(secret).toString('base64'))}`, 'g');
}

const NAMED: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

function formsOf(character: string): string[] {
  const bytes = [...Buffer.from(character)];
  const code = character.codePointAt(0) ?? 0;
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const forms = [
    literal(Buffer.from(character).toString('latin1')),
    bytes.map((byte) => `%${hex(byte, 2)}`).join(''),
    units.map((unit) => `\\\\u${hex(unit, 4)}`).join(''),
    `&#0*${code};`,
    `&#[xX]0*${hex(code, 1)};`,
  ];
  if ('"\\/'.includes(character)) forms.push(`\\\\${literal(character)}`);
  const name = NAMED[character];
  if (name !== undefined) forms.push(`&${name};`);
  if (character === ' ') forms.push('\\+');
  return forms;
}

/** A number in hexadecimal digits of either case. */
function hex(value: number, length: number): string {
  return value
    .toString(16)
    .padStart(length, '0')
    .replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
