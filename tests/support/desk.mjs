// The desk that the demonstration uses, and the answers that its walks give.
export { Desk, Institution, Problem } from '../../deploy/demo/desk.mjs';
export { birthCertificate, domicile, learnerLicence, onCard } from '../../deploy/demo/walk/answers.mjs';
