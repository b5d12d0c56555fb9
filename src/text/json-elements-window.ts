import { Buffer, isAscii } from 'node:buffer';

/** The stretch of a stream that is still needed, in one piece: pieces come in at its end, what was read falls off its start. */

export interface Window {
  bytes: Buffer;
  /** Offset in the file of `bytes[0]`. */
  base: number;
  /** Index in `bytes` of the next byte to read. */
  at: number;
  /** False where a byte above 127 may be among them: sound texts without any decode in half the time. */
  ascii: boolean;
  /** Our own memory behind `bytes`, with room to grow; null where `bytes` is the caller's piece. */
  store: Buffer | null;
}

export function newWindow(offset: number): Window {
  return { bytes: Buffer.alloc(0), base: offset, at: 0, ascii: true, store: null };
}

/** Appends a piece and forgets everything before file offset `keepFrom` (not after the next byte to read). */
export function feed(window: Window, piece: Uint8Array, keepFrom: number): void {
  const keep = Math.min(window.bytes.length, Math.max(0, keepFrom - window.base));
  const kept = window.bytes.length - keep;
  const more = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
  window.ascii = (kept === 0 || window.ascii) && isAscii(more);
  if (kept === 0) {
    window.bytes = more;
    window.store = null;
  } else append(window, keep, kept, more);
  window.base += keep;
  window.at -= keep;
}

/** Grows by doubling: an element that comes in a thousand pieces is copied a few times, not a thousand. */
function append(window: Window, keep: number, kept: number, more: Buffer): void {
  const rest = window.bytes.subarray(keep);
  const room = window.store === null ? 0 : window.store.length - (rest.byteOffset - window.store.byteOffset) - kept;
  if (window.store === null || room < more.length) {
    const store = Buffer.allocUnsafeSlow((kept + more.length) * (kept > more.length ? 2 : 1));
    store.set(rest, 0);
    store.set(more, kept);
    window.store = store;
    window.bytes = store.subarray(0, kept + more.length);
    return;
  }
  const start = rest.byteOffset - window.store.byteOffset;
  window.store.set(more, start + kept);
  window.bytes = window.store.subarray(start, start + kept + more.length);
}

/** The caller may overwrite its piece before giving the next: what is still needed of it is copied. */
export function own(window: Window, keepFrom: number): void {
  if (window.store !== null) return;
  const keep = Math.min(window.bytes.length, Math.max(0, keepFrom - window.base));
  const rest = Buffer.from(window.bytes.subarray(keep));
  window.bytes = rest;
  window.base += keep;
  window.at -= keep;
}
