import type { Ask, SourceSettings } from '../../model/watch.ts';
import { text } from '../../text/json-values.ts';
import { type ApiAnswer, apiAnswer, slug, type Trouble } from '../shared/api-look.ts';

/** Which servers of the AT Protocol are asked, and what kind of answer came? */

const APPVIEW = 'https://public.api.bsky.app';
const RELAY = 'https://bsky.network';

export interface Hosts {
  /** Says of every repository in the network whether it is there. */
  relay: string;
  /** Shows profiles and feeds; null: the server is asked that keeps the accounts itself. */
  appview: string | null;
  /** Resolves handles, and lists records where there is no view. */
  server: string;
}

/** `base` takes the place of all; with `own.server: pds` it is a server that keeps accounts (a PDS) and shows no feeds. */
export function hostsOf({ base, own }: SourceSettings): Hosts {
  const keeps = own['server'] === 'pds' && base !== null;
  const view = base === null ? APPVIEW : new URL(base).origin;
  return { relay: base === null ? relayIn(own['relay']) : view, appview: keeps ? null : view, server: view };
}

function relayIn(written: SourceSettings['own'][string] | undefined): string {
  return typeof written === 'string' && /^https:\/\/[a-z0-9.-]+(?::\d+)?$/.test(written) ? new URL(written).origin : RELAY;
}

/** The domain under which the watched service itself gives out handles. */
export function handleDomain({ own }: SourceSettings): string {
  const written = own['handles'];
  return typeof written === 'string' && /^[a-z0-9.-]+$/.test(written) ? written.replace(/^\./, '') : 'bsky.social';
}

export type Answer = ApiAnswer | Trouble;

/** One query; nothing is sent but its parameters. */
export async function query(ask: Ask, host: string, method: string, parameters: Readonly<Record<string, string>>): Promise<Answer> {
  const url = `${host}/xrpc/${method}?${new URLSearchParams(parameters)}`;
  return apiAnswer(await ask({ method: 'GET', url, headers: { accept: 'application/json' }, body: null, credential: null }));
}

/** The name of an XRPC error; null where the answer is none. Errors of others may have the shape, but not the names. */
export function errorName({ status, json }: ApiAnswer): string | null {
  return status === 400 || status === 403 || status === 404 ? text(json['error']) : null;
}

export function errorSays(answer: ApiAnswer, name: string, message: string): boolean {
  return errorName(answer) === name && text(answer.json['message']) === message;
}

/** An answer of the API that says nothing of what was asked. */
export function saysNothing(answer: Answer): Trouble {
  if (answer.kind === 'trouble') return answer;
  const name = errorName(answer);
  if (name !== null) return { kind: 'trouble', reason: slug(`error ${name}`), again: false };
  return { kind: 'trouble', reason: answer.status === 200 ? 'drift' : `http_${answer.status}`, again: answer.status === 200 };
}

export function succeeded(answer: Answer): answer is ApiAnswer {
  return answer.kind === 'answer' && answer.status === 200;
}
