import type { ReadOptions } from '../../model/reader.ts';
import { type ChannelRef, channelRef, nativeIdOf } from '../../model/ref.ts';

/** Which channel do the posts of a Telegram Desktop export belong to, when the file may know only a title? */

/** The eight hex digits of FNV-1a (32 bit) over the title's UTF-16 code units: the same title gives the same name on any machine. */
export function titleHash(title: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < title.length; i++) {
    const unit = title.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >> 8), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** `telegram:#title-1a2b3c4d`: provisional, until somebody names the channel. Two channels of one title share it. */
export function provisionalRef(title: string): ChannelRef {
  return `telegram:#title-${titleHash(title.normalize('NFC').replace(/\s+/g, ' ').trim())}`;
}

export const NAME_IT = 'this file does not say which channel it is: name the channel with --channel, else it goes by its title';

export interface Owner {
  channel: ChannelRef;
  nativeId: string | null;
  /** True where only a title names the channel. */
  provisional: boolean;
}

/** The channel that `--channel` names, else the one of this id, else one by title. */
export function ownerOf(options: ReadOptions, id: string | null, title: string): Owner {
  const own = id === null ? null : channelRef('telegram', `#${id}`);
  const nativeId = own === null ? null : id;
  if (options.channel !== null) return { channel: options.channel, nativeId: nativeId ?? nativeIdOf(options.channel), provisional: false };
  if (own !== null) return { channel: own, nativeId, provisional: false };
  return { channel: provisionalRef(title), nativeId: null, provisional: true };
}
