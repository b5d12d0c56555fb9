/** Which pieces do two names share, in whatever order? */

import { LONGEST } from './names-index.ts';

/** A run of characters that both have: where it begins in each. */
export interface Tile {
  inX: number;
  inY: number;
  length: number;
}

const MOST_TILES = 3;
const above = new Uint8Array(LONGEST + 1);
const usedX = new Uint8Array(LONGEST);
const usedY = new Uint8Array(LONGEST);

/** The longest common piece, then the longest of what is left, and so on (greedy string tiling, Wise 1993). `shortest`: characters a piece must have. */
export function tilesOf(x: Uint16Array, y: Uint16Array, shortest: number): Tile[] {
  const tiles: Tile[] = [];
  // Loops, since these names are shorter than what a call of `fill` costs.
  for (let i = 0; i < x.length; i += 1) usedX[i] = 0;
  for (let j = 0; j < y.length; j += 1) usedY[j] = 0;
  while (tiles.length < MOST_TILES) {
    const tile = longest(x, y);
    if (tile.length < shortest) break;
    tiles.push(tile);
    for (let k = 0; k < tile.length; k += 1) {
      usedX[tile.inX + k] = 1;
      usedY[tile.inY + k] = 1;
    }
  }
  return tiles;
}

/** The longest piece of unused characters, the first one in `x`, then in `y`, where several are as long. */
function longest(x: Uint16Array, y: Uint16Array): Tile {
  let [best, inX, inY] = [0, 0, 0];
  for (let j = 0; j <= y.length; j += 1) above[j] = 0;
  for (let i = 0; i < x.length; i += 1) {
    const unit = usedX[i] === 1 ? 0 : x[i];
    for (let j = y.length - 1; j >= 0; j -= 1) {
      if (unit !== y[j] || usedY[j] === 1) {
        above[j + 1] = 0;
        continue;
      }
      const run = (above[j] ?? 0) + 1;
      above[j + 1] = run;
      if (run > best || (run === best && i - run + 1 === inX)) [best, inX, inY] = [run, i - run + 1, j - run + 1];
    }
  }
  return { inX, inY, length: best };
}
