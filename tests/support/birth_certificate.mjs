// Answers to the Birth certificate that leave only the scan of the hospital's slip to be captured, in the order of the
// form. The child is twenty days old, whatever the day, for a later registration asks why; `mark` tells citizens apart.
import { readFileSync } from 'node:fs';

const answers = JSON.parse(readFileSync(new URL('birth-certificate.json', import.meta.url), 'utf8'));
const daysAgo = (days, now) => new Date(now - days * 86_400_000).toISOString().slice(0, 10);

export const birthCertificate = (mark = '', now = Date.now()) =>
  answers.map(([name, value]) => {
    if (name === 'date_of_birth') return [name, daysAgo(20, now)];
    return [name, name === 'address' && mark ? `${value} (${mark})` : value];
  });
export const captured = ['hospital_slip'];
