// The walk of a counter that works: devices, parties, a supervisor, two sides that disagree, a decision, a certificate in a
// citizen's hand, the evening. Each step is a name and what is done.
export const counterWalk = [];
