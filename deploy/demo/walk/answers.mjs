// Answers that leave nothing to be typed, in the order of the form: [question, value]. What is left is captured.
// `mark` tells citizens apart.
import { readFileSync } from 'node:fs';

const read = (service) => JSON.parse(readFileSync(new URL(`answers/${service}.json`, import.meta.url), 'utf8'));
const marked = (answers, question, mark) =>
  answers.map(([name, value]) => [name, name === question && mark ? `${value} (${mark})` : value]);

export const domicile = (mark = '') => marked(read('domicile'), 'occupation', mark);

export const learnerLicence = (mark = '') => marked(read('learner-licence'), 'address', mark);
export const onCard = ['cnic', 'full_name', 'father_name', 'date_of_birth', 'sex', 'address'];  // what a card fills of it

// The child is twenty days old, whatever the day: a later registration asks why.
const daysAgo = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
export const birthCertificate = (mark = '') => marked(read('birth-certificate'), 'address', mark)
  .map(([name, value]) => [name, name === 'date_of_birth' ? daysAgo(20) : value]);
