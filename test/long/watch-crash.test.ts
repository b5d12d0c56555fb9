import { describe, expect, it } from 'vitest';
import { crashWatch } from '../case/watch-crash.ts';

/** The crash test of watching in full: 300 kills. */
describe('a watch that is killed 300 times', () => {
  it('loses nothing that it acknowledged, doubles nothing, and goes on from what is stored', async () => {
    expect(await crashWatch('CAREFUL', 300, 20191130)).toEqual({ kills: 300, lost: 0, doubled: 0, unfounded: 0, ahead: 0, unsound: 0 });
  });

  it('would be found out if it were careless', async () => {
    expect((await crashWatch('EARLY', 60, 7)).lost).toBeGreaterThan(0);
    expect((await crashWatch('AHEAD', 60, 8)).ahead).toBeGreaterThan(0);
  });
});
