/** Everything that we can think of that goes wrong between a platform and who watches it. */

import type { Fault } from './fault.ts';
import { ANSWER_FAULTS } from './faults-answers.ts';
import { NETWORK_FAULTS } from './faults-network.ts';
import { PAGE_FAULTS } from './faults-pages.ts';

export const FAULTS: readonly Fault[] = [...NETWORK_FAULTS, ...PAGE_FAULTS, ...ANSWER_FAULTS];
