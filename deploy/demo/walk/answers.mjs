// Answers that leave nothing to be typed, in the order of the form: [question, value]. What is left is captured.
// `mark` tells citizens apart.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const read = (service) => JSON.parse(readFileSync(new URL(`answers/${service}.json`, import.meta.url), 'utf8'));
// An identity number of their own: one person with one service open twice waits for a supervisor's word.
const cnicOf = (mark, value) => {
  const number = createHash('sha256').update(mark).digest().readUInt32BE() % 10_000_000;
  return `${value.slice(0, 6)}${String(number).padStart(7, '0')}${value.slice(13)}`;
};
const marked = (answers, question, mark) => !mark ? answers : answers.map(([name, value]) =>
  [name, name === question ? `${value} (${mark})` : name === 'cnic' ? cnicOf(mark, value) : value]);

export const domicile = (mark = '') => marked(read('domicile'), 'occupation', mark);

export const learnerLicence = (mark = '') => marked(read('learner-licence'), 'address', mark);
export const onCard = ['cnic', 'full_name', 'father_name', 'date_of_birth', 'sex', 'address'];  // what a card fills of it

// The child is twenty days old, whatever the day: a later registration asks why.
const daysAgo = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
export const birthCertificate = (mark = '') => marked(read('birth-certificate'), 'address', mark)
  .map(([name, value]) => [name, name === 'date_of_birth' ? daysAgo(20) : value]);
