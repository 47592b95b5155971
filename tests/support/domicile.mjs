// Answers to the Domicile certificate that leave nothing missing, in the order of the form; `mark` tells citizens apart.
import { readFileSync } from 'node:fs';

const answers = JSON.parse(readFileSync(new URL('domicile.json', import.meta.url), 'utf8'));

export const domicile = (mark = '') =>
  answers.map(([name, value]) => [name, name === 'occupation' && mark ? `${value} (${mark})` : value]);
