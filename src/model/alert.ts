import type { Ms } from './observation.ts';
import type { ChannelRef } from './ref.ts';

/** What a person is told of without asking. */
export const ALERT_KINDS = ['mass-loss', 'wave', 'disappearance', 'signpost', 'return', 'arrivals'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export interface Alert {
  /** The same happening always has the same key, however often it is detected: who receives an alert twice can drop the second. */
  key: string;
  kind: AlertKind;
  platform: string;
  /** When it happened, as far as known; never when it was detected. */
  at: Ms;
  /** One sentence in English, handles defanged. States no cause. */
  title: string;
  /** Further lines, each a sentence. */
  lines: readonly string[];
  channels: readonly ChannelRef[];
}
