import { z } from 'zod';
import { type OpenCase, openCase } from '../case/case.ts';
import type { Progress } from '../case/ingest.ts';
import { UserError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import { parseChannelRef } from '../model/ref.ts';
import { formatTime, parseTime } from '../model/time.ts';
import type { Lake } from '../store/lake.ts';

/**
 * One definition per job a person can ask for. The command line, the JSON Schema and the reference page are read off it.
 */

/** What a face hands to a verb: the outside world, as arguments. */
export interface VerbContext {
  /** The folder of `--case`, or the working directory. */
  caseFolder: string;
  now: () => Ms;
  progress: Progress;
  /** Tells a person what the answer does not say, beside it. */
  warn: (text: string) => void;
  /** What happens while a long job runs: a live line on a terminal, else one JSON document a line on stderr. */
  log: (event: Readonly<Record<string, unknown>>, line: string) => void;
  /**
   * From now on Ctrl-C (or SIGTERM) does not kill: the first aborts `stop`, and the job finishes what it has begun; the second
   * aborts `cut`, and it ends at once.
   */
  untilStopped: () => { stop: AbortSignal; cut: AbortSignal };
  env: Readonly<Record<string, string | undefined>>;
  version: string;
  /** Asks a person on a terminal; null where nobody is there to answer. */
  ask: ((question: string) => Promise<string>) | null;
  stdin: AsyncIterable<Uint8Array>;
  /** The verb of a name, for the verb that describes others. */
  findVerb: (name: string) => Promise<Verb | null>;
  /** Prints one document of an answer that is a stream of documents (`links`). */
  emit: (document: unknown) => void;
}

/** People's output, before it is fitted to a terminal. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'table'; columns: readonly Column[]; rows: readonly (readonly string[])[]; empty: string };

export interface Column {
  title: string;
  /** Numbers stand right. */
  right?: true;
  /** May be cut with … where the window is narrow; the others keep their width. */
  shrink?: true;
}

export interface Verb<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What a person should know before using it: a few sentences, each a line or paragraph. */
  details: string;
  /** Input fields that come as words, in order; the last one may take many. */
  words: readonly (keyof z.infer<I> & string)[];
  examples: readonly string[];
  input: I;
  /** The JSON answer; for a stream, one document of it. */
  output: O;
  run(input: z.output<I>, context: VerbContext): Promise<z.output<O>>;
  /** Empty where everything was emitted already. */
  human(answer: z.output<O>, zone: string): Block[];
  /** The answer is a stream of documents, already emitted when `run` returns. */
  streams: boolean;
  /** 1 where the answer is "no". */
  exitCode(answer: z.output<O>): 0 | 1;
}

/** Most verbs give one document. */
export function defineVerb<I extends z.ZodObject, O extends z.ZodType>(verb: Omit<Verb<I, O>, 'streams'> & { streams?: true }): Verb<I, O> {
  return { ...verb, streams: verb.streams ?? false };
}

export const success = (): 0 => 0;

/** A time of an answer: RFC 3339, UTC. */
export const timeOut = z.string().describe('RFC 3339, UTC');
export const refOut = z.string().describe('a channel: platform:handle, platform:#ID or platform:+TOKEN');

/** Shared inputs. */
export const atInput = z.string().optional().describe('answer as of then (RFC 3339); default: the last observation in the case');
export const limitInput = (usual: number): z.ZodDefault<z.ZodNumber> =>
  z.number().int().min(1).max(100_000).default(usual).describe('how many at most');
export const cursorInput = z.string().optional().describe('where the last answer left off');

/** Opens the case for one job and closes it after. */
export async function withCase<T>(context: VerbContext, work: (open: OpenCase) => Promise<T>): Promise<T> {
  const open = openCase(context.caseFolder, context.now);
  try {
    const answer = await work(open);
    const waiting = open.db.pendingSources();
    if (waiting > 0)
      context.warn(
        `${waiting} imported ${waiting === 1 ? 'file is' : 'files are'} not read to the end yet, and this answer leaves out what they hold: an import is running, or was cut and goes on with the next \`trackway import\``,
      );
    return answer;
  } finally {
    open.close();
  }
}

/** The instant to answer for: `--at`, else the last observation in the case. */
export async function asOf(at: string | undefined, lake: Lake): Promise<Ms> {
  if (at === undefined) return (await lake.lastObservation()) ?? 0;
  return timeInput(at, '--at');
}

/** A time given by a person; a zone is wanted, since a bare time could be any of 26 hours. */
export function timeInput(text: string, name: string): Ms {
  const parsed = parseTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (parsed === null || !parsed.zoned)
    throw new UserError(`${name} "${text}" is no time with a zone; write it like 2019-11-29T18:00:00Z or 2019-11-29T19:00:00+01:00`);
  return parsed.ms;
}

export function timeText(ms: Ms | null): string | null {
  return ms === null ? null : formatTime(ms);
}

/** A channel reference given by a person. */
export function refInput(text: string): string {
  const parsed = parseChannelRef(text);
  if (parsed === null)
    throw new UserError(`"${text}" is no channel reference; write platform:handle like telegram:sada_100, or platform:#ID`);
  return parsed.ref;
}

/** Cursors are offsets into an order that does not change for one `--at`. */
export function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,12}$/.test(cursor)) throw new UserError(`"${cursor}" is no cursor; take it from the "cursor" of the answer before`);
  return Number(cursor);
}

export function nextCursor(offset: number, got: number, total: number): string | null {
  return offset + got < total ? String(offset + got) : null;
}
