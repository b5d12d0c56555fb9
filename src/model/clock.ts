import type { Ms } from './observation.ts';

/** Time as an argument: the real one, or one that a rehearsal moves. */
export interface Clock {
  now(): Ms;
  /** Resolves after `ms`, or at once when `stop` aborts; never rejects. */
  sleep(ms: Ms, stop: AbortSignal): Promise<void>;
}
