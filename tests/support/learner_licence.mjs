// Answers to the Learner driving licence that leave only pictures, scans and thumbs to be captured, in the order of
// the form; `mark` tells citizens apart.
import { readFileSync } from 'node:fs';

const answers = JSON.parse(readFileSync(new URL('learner-licence.json', import.meta.url), 'utf8'));

export const learnerLicence = (mark = '') =>
  answers.map(([name, value]) => [name, name === 'address' && mark ? `${value} (${mark})` : value]);
// What a card fills, and the rest, which a person types.
export const onCard = ['cnic', 'full_name', 'father_name', 'date_of_birth', 'sex', 'address'];
export const captured = ['identity_scan', 'photograph', 'right_thumb', 'left_thumb'];
