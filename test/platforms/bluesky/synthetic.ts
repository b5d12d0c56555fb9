import type { Reply } from '../conformance-ask.ts';

/** Invented answers of the AT Protocol, in its shapes. */

export const DID = `did:plc:${'g'.repeat(24)}`;
export const OTHER = `did:plc:${'h'.repeat(24)}`;
export const HANDLE = 'garden-club.bsky.social';
export const BLOB = `bafkrei${'a'.repeat(51)}q`;

const SORTABLE = '234567abcdefghijklmnopqrstuvwxyz';

/** The key of a record made then: microseconds above ten bits. */
export function tid(ms: number, clock = 7): string {
  let value = ((BigInt(ms) * 1000n) << 10n) | BigInt(clock);
  let key = '';
  for (let place = 0; place < 13; place++) {
    key = (SORTABLE[Number(value & 31n)] ?? '') + key;
    value >>= 5n;
  }
  return key;
}

export function xrpc(method: string): string {
  return `/xrpc/${method}`;
}

export function error(name: string, message: string, status = 400): Reply {
  return { status, body: JSON.stringify({ error: name, message }) };
}

export function json(value: unknown): Reply {
  return { body: JSON.stringify(value) };
}

export const ACTIVE = json({ did: DID, active: true, rev: tid(Date.UTC(2026, 3, 1)) });
export const PROFILE = {
  did: DID,
  handle: HANDLE,
  displayName: 'Garden Club',
  description: 'Seeds on Sundays',
  avatar: `https://cdn.bsky.app/img/avatar/plain/${DID}/${BLOB}@jpeg`,
  followersCount: 412,
  createdAt: '2024-02-06T10:00:00.123Z',
  labels: [],
};

/** A post's record, made at its time. */
export function record(text: string, at: number, more: object = {}): object {
  return { $type: 'app.bsky.feed.post', text, createdAt: new Date(at).toISOString(), ...more };
}

export function feedEntry(text: string, at: number, more: object = {}, did = DID): object {
  const uri = `at://${did}/app.bsky.feed.post/${tid(at)}`;
  const indexedAt = new Date(at + 900).toISOString();
  return {
    post: {
      uri,
      cid: 'bafyrei',
      author: { did, handle: did === DID ? HANDLE : 'chess.example.org' },
      record: record(text, at, more),
      indexedAt,
    },
  };
}

export function listed(text: string, at: number): object {
  return { uri: `at://${DID}/app.bsky.feed.post/${tid(at)}`, cid: 'bafyrei', value: record(text, at) };
}
