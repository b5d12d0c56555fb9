import { describe, expect, it } from 'vitest';
import { carelessWriter, crashImport, tallyOf, trackwayWriter } from './crash.ts';

describe('an import that is killed', () => {
  it('loses nothing and doubles nothing', async () => {
    expect(await crashImport(trackwayWriter, 20, 41)).toEqual({ kills: 20, lost: 0, doubled: 0, different: 0, unsound: 0 });
  }, 240_000);

  it('would be found out if it were careless', async () => {
    expect(tallyOf(await crashImport(carelessWriter, 20, 5))).toBeGreaterThan(0);
  }, 60_000);
});
