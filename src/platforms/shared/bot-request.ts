import type { AskRequest, LookInput, SourceSettings } from '../../model/watch.ts';

/** Where and how is the bot API of TamTam or MAX asked? */

/** In what the two differ. */
export interface BotApi {
  platform: 'tamtam' | 'max';
  origin: string;
  /** Sent as `v`, so that answers keep the shape of that version; null where the API knows no such parameter. */
  version: string | null;
  credential: NonNullable<AskRequest['credential']>;
  /** An id that the platform never gives out: only of such a one "not found" says more than that the bot is not in it. */
  neverIssued: RegExp | null;
}

export function originOf(api: BotApi, settings: SourceSettings): string {
  return settings.base ?? api.origin;
}

export function botRequest(api: BotApi, input: LookInput, path: string, query: Readonly<Record<string, string>> = {}): AskRequest {
  const all = new URLSearchParams({ ...query, ...(api.version === null ? {} : { v: api.version }) }).toString();
  return {
    method: 'GET',
    url: `${originOf(api, input.settings)}${path}${all === '' ? '' : `?${all}`}`,
    headers: { accept: 'application/json' },
    body: null,
    credential: api.credential,
  };
}
