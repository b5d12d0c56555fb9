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
  usedX.fill(0, 0, x.length);
  usedY.fill(0, 0, y.length);
  while (tiles.length < MOST_TILES) {
    const tile = longest(x, y);
    if (tile.length < shortest) break;
    tiles.push(tile);
    usedX.fill(1, tile.inX, tile.inX + tile.length);
    usedY.fill(1, tile.inY, tile.inY + tile.length);
  }
  return tiles;
}

/** The longest piece of unused characters, the first one in `x`, then in `y`, where several are as long. */
function longest(x: Uint16Array, y: Uint16Array): Tile {
  const tile = { inX: 0, inY: 0, length: 0 };
  above.fill(0, 0, y.length + 1);
  for (let i = 0; i < x.length; i += 1) {
    const unit = usedX[i] === 1 ? 0 : x[i];
    for (let j = y.length - 1; j >= 0; j -= 1) {
      const run = unit === y[j] && usedY[j] === 0 ? (above[j] ?? 0) + 1 : 0;
      above[j + 1] = run;
      if (run > tile.length || (run === tile.length && run > 0 && i - run + 1 === tile.inX)) {
        tile.length = run;
        tile.inX = i - run + 1;
        tile.inY = j - run + 1;
      }
    }
  }
  return tile;
}
