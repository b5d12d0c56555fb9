import { describe, expect, it } from 'vitest';
import { carelessWriter, crashImport, tallyOf, trackwayWriter } from '../case/crash.ts';

/** The crash test in full: 300 kills. */
describe('an import that is killed 300 times', () => {
  it('loses nothing and doubles nothing', async () => {
    expect(await crashImport(trackwayWriter, 300, 20191129)).toEqual({ kills: 300, lost: 0, doubled: 0, different: 0, unsound: 0 });
  });

  it('would be found out if it were careless', async () => {
    expect(tallyOf(await crashImport(carelessWriter, 60, 7))).toBeGreaterThan(0);
  });
});
