/** What the model of successors learnt from simulated worlds; written by `npm run quality -- successors train`. */

import { MEASURES } from './successor-measures.ts';
import type { SuccessorModel } from './successor-model.ts';

export const SUCCESSOR_MODEL: SuccessorModel = {
  weights: MEASURES.map(({ usual }) => usual),
  rivalry: { slope: 1, shift: 0, rivals: 0.7, claims: 0.5 },
  ensemble: [],
  none: { slope: 1, shift: 0 },
  pools: { low: 4, high: 12 },
  calibratedOn: 'nothing yet',
};
