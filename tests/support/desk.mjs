// The desk that the demonstration uses, and the answers that tests give.
export { Desk, Problem } from '../../deploy/demo/desk.mjs';
export { domicile } from './domicile.mjs';
