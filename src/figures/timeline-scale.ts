/** How do the lanes of a timeline place a moment? */

import type { Ms } from '../model/observation.ts';
import type { Flow } from './canvas.ts';
import type { Direction } from './foreign.ts';

export interface TimeScale {
  flow: Flow;
  direction: Direction;
  from: Ms;
  to: Ms;
  /** Where the axis begins and ends, in units from where reading begins. */
  start: number;
  end: number;
  /** Units from where reading begins; what lies outside is set at the edge. */
  place(at: Ms): number;
}
