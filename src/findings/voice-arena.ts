/** Where are millions of small records kept without an object each? In a few large arrays, with places that are used again. */

/** Places of whole numbers. A place never moves. */
export interface Arena {
  /** A place for so many numbers, at most `MOST_SIZE`. What stood there before is still there. */
  take(size: number): number;
  /** Gives a place back, with the size it was taken with. */
  give(place: number, size: number): void;
  get(place: number): number;
  set(place: number, value: number): void;
  /** So many numbers from a place on, within what was taken together; changes with them. */
  view(place: number, count: number): Uint32Array;
  /** The same as so many 16-bit numbers, the lower half of each number first. */
  halves(place: number, count: number): Uint16Array;
}

export const MOST_SIZE = 128;
const CHUNK_BITS = 18;
const CHUNK = 1 << CHUNK_BITS;
const STEP = 8;

/** An arena of 32-bit numbers; grows a megabyte at a time. */
export function arena(): Arena {
  const chunks: Uint32Array[] = [];
  const free: number[][] = Array.from({ length: MOST_SIZE / STEP + 1 }, () => []);
  let used = CHUNK;
  return {
    take(size) {
      const kind = Math.ceil(size / STEP);
      const again = free[kind]?.pop();
      if (again !== undefined) return again;
      if (used + kind * STEP > CHUNK) {
        chunks.push(new Uint32Array(CHUNK));
        used = 0;
      }
      const place = (chunks.length - 1) * CHUNK + used;
      used += kind * STEP;
      return place;
    },
    give(place, size) {
      free[Math.ceil(size / STEP)]?.push(place);
    },
    get: (place) => chunks[place >>> CHUNK_BITS]?.[place & (CHUNK - 1)] ?? 0,
    set(place, value) {
      const chunk = chunks[place >>> CHUNK_BITS];
      if (chunk !== undefined) chunk[place & (CHUNK - 1)] = value;
    },
    view(place, count) {
      const from = place & (CHUNK - 1);
      return chunks[place >>> CHUNK_BITS]?.subarray(from, from + count) ?? new Uint32Array(count);
    },
    halves(place, count) {
      // Little-endian, as every machine that runs Node.
      const chunk = chunks[place >>> CHUNK_BITS];
      return chunk === undefined ? new Uint16Array(count) : new Uint16Array(chunk.buffer, 4 * (place & (CHUNK - 1)), count);
    },
  };
}
