// The walk of a counter that works, from the float in the drawer to the day sheet. Each step is a name and what is done;
// what one leaves for the next is in `walk.left`.
import { certificateSteps } from './certificate.mjs';
import { eveningSteps } from './evening.mjs';
import { permitSteps } from './permit.mjs';

export const counterWalk = [...permitSteps, ...certificateSteps, ...eveningSteps];
