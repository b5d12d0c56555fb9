import type { Ms, When } from '../../model/observation.ts';

/** What is inside the ids of the AT Protocol: times in record keys, digests in links to content? */

const SORTABLE = '234567abcdefghijklmnopqrstuvwxyz';
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const TID = /^[234567abcdefghij][234567a-z]{12}$/;

/** True for a timestamp identifier: such keys sort by time as text. */
export function isTid(key: string): boolean {
  return TID.test(key);
}

/** The time in a timestamp identifier: 53 bits of microseconds above 10 bits that tell clocks apart. Null for another key. */
export function tidTime(key: string): Ms | null {
  if (!TID.test(key)) return null;
  let value = 0n;
  for (const sign of key) value = (value << 5n) | BigInt(SORTABLE.indexOf(sign));
  return Number((value >> 10n) / 1000n);
}

/** A record's address: `at://did:plc:abc/app.bsky.feed.post/3k…`. Null for anything else. */
export function atUri(uri: string): { did: string; collection: string; key: string } | null {
  const match = /^at:\/\/(did:[a-z]+:[\w.:%-]{1,200})\/([a-zA-Z0-9.-]{1,300})\/([\w.:~-]{1,512})$/.exec(uri);
  const [, did, collection, key] = match ?? [];
  return did === undefined || collection === undefined || key === undefined ? null : { did, collection, key };
}

export function isDid(text: string): boolean {
  return /^did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]{3,200})$/.test(text);
}

/** The SHA-256 in a link to raw bytes (CID version 1, as blobs have), as hex; null for another kind of link. */
export function blobDigest(cid: string): string | null {
  if (!/^bafkrei[a-z2-7]{52}$/.test(cid)) return null;
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const sign of cid.slice(1)) {
    held = ((held << 5) | BASE32.indexOf(sign)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  // 01 55 12 20: version 1, raw, SHA-256, 32 bytes.
  return bytes.length === 36 ? Buffer.from(bytes.slice(4)).toString('hex') : null;
}

/** Beyond it, the time that the author claims and that of the record's key contradict each other. */
const AGREED: Ms = 60_000;

/**
 * When a post was published. Its author claims a time (`createdAt`), and its key holds another, which the author's server makes
 * unless the client did; `seenBy` is a server's own time by which it was there. Between the two claims lies the truth as far as
 * it can be known; where they contradict each other, the key's time stands for it, since it also decides where the post is listed.
 */
export function publishedWhen(claimed: Ms | null, key: string, seenBy: Ms): When {
  const inKey = tidTime(key);
  const first = Math.min(claimed ?? inKey ?? seenBy, inKey ?? claimed ?? 0);
  const last = Math.max(claimed ?? inKey ?? seenBy, inKey ?? 0);
  const by = Math.min(last, seenBy);
  const after = Math.min(first, by);
  const agreed = claimed !== null && (inKey === null || Math.abs(claimed - inKey) <= AGREED);
  const at = Math.min((agreed ? claimed : inKey) ?? seenBy, by);
  return { at: Math.max(at, after), after, by };
}
