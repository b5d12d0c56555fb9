import { nameOf } from '../../model/ref.ts';
import type { Answered, Ask, Failed, Known, Look, LookInput, SourceSettings } from '../../model/watch.ts';
import type { Status } from '../../model/words.ts';
import type { Trouble } from './watch-answer.ts';

/** How is t.me asked, and how is what it said put into a look? */

const T_ME = 'https://t.me';

export function originOf(settings: SourceSettings): string {
  return settings.base ?? T_ME;
}

/** A look that is under way. */
export interface Talk {
  input: LookInput;
  /** The name asked for, in lower case. */
  handle: string;
  /** The address of a path. */
  url(path: string): string;
  get(path: string): Promise<Answered | Failed>;
}

export function talkOf(input: LookInput, ask: Ask): Talk {
  const url = (path: string): string => originOf(input.settings) + path;
  return {
    input,
    handle: nameOf(input.channel),
    url,
    get: (path) =>
      ask({
        method: 'GET',
        url: url(path),
        // Its sentences come in the language asked for.
        headers: { accept: 'text/html', 'accept-language': 'en' },
        body: null,
        credential: null,
      }),
  };
}

/** A look that says a status and nothing else; what is not given stays as it was known. */
export function lookOf(
  input: LookInput,
  status: Status,
  reason: string | null,
  rest: Partial<Omit<Look, 'sighting'>> & { nativeId?: string | null } = {},
): Look {
  const { nativeId = null, ...others } = rest;
  return {
    sighting: { status, reason, nativeId, movedTo: null },
    handle: null,
    profile: null,
    posts: [],
    known: input.known,
    more: false,
    again: false,
    ...others,
  };
}

export function unknown(input: LookInput, { reason, again }: Trouble): Look {
  return lookOf(input, 'unknown', reason, { again });
}

/** That a community was seen under this name before, so that somebody else there is news. */
export function wasCommunity({ nativeId, kind, lastPost, posts }: Known): boolean {
  return nativeId !== null || kind !== null || lastPost !== null || posts.length > 0;
}
