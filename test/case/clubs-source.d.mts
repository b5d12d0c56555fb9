import type {
  Answered,
  AskRequest,
  Failed,
  Known,
  Look,
  LookContext,
  Recorded,
  SourceSettings,
  WatchSource,
} from '../../src/model/watch.ts';

export const HOST: string;
export const START: number;
export const SETTINGS: SourceSettings;
export const source: WatchSource;
export function clubPage(name: string, at: number, after: number): string;
export function answer(body: string | Uint8Array, at: number, more?: Partial<Answered>): Answered;
export function context(channel: string, at: number, more?: Partial<LookContext>): LookContext;
export function looked(
  asked: LookContext,
  outcome: (request: AskRequest) => Answered | Failed,
): Promise<{ recorded: Recorded & { context: LookContext }; look: Look }>;
export function lookedAlive(
  channel: string,
  at: number,
  known: Known,
): Promise<{ recorded: Recorded & { context: LookContext }; look: Look }>;
