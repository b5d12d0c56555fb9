import type { FailureKind } from '../model/watch.ts';

/** Why a request got no answer, as it travels inside this room: outside it is data. */
export class NetFailure extends Error {
  override name = 'NetFailure';
  readonly why: FailureKind;

  constructor(why: FailureKind, detail: string) {
    super(detail);
    this.why = why;
  }
}

/** The code of a system or TLS error; of several addresses that all failed, the first one's. Empty where it has none. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
