import { describe, expect, it } from 'vitest';
import { crashWatch, faultsOf } from './watch-crash.ts';

describe('a watch that is killed', () => {
  it('loses nothing that it acknowledged, doubles nothing, and goes on from what is stored', async () => {
    expect(await crashWatch('CAREFUL', 20, 41)).toEqual({ kills: 20, lost: 0, doubled: 0, unfounded: 0, ahead: 0, unsound: 0 });
  }, 240_000);

  it('would be found out if it acknowledged before its evidence is durable', async () => {
    expect((await crashWatch('EARLY', 6, 5)).lost).toBeGreaterThan(0);
  }, 120_000);

  it('would be found out if its cursors ran ahead of what is stored', async () => {
    const tally = await crashWatch('AHEAD', 6, 6);
    expect(tally.ahead).toBeGreaterThan(0);
    expect(faultsOf(tally)).toBeGreaterThan(0);
  }, 120_000);
});
