// Every error code has words in every language, and every message is in every language.
import { readFileSync } from 'node:fs';

const codes = [...readFileSync('storage/model/codes.h', 'utf8').matchAll(/^\s*X\((\w+), \d+\)/gm)].map((m) => m[1]);
const languages = ['en', 'ur', 'az'];
const files = Object.fromEntries(languages.map((l) => [l, JSON.parse(readFileSync(`sync/web/kit/messages/${l}.json`, 'utf8'))]));
const keys = new Set(languages.flatMap((l) => Object.keys(files[l])));
const faults = [];
if (codes.length < 30) faults.push('codes.h could not be read');
for (const language of languages) {
  for (const code of codes) if (!files[language][`error.${code}`]) faults.push(`${language}: no words for error.${code}`);
  for (const key of keys) if (!files[language][key]) faults.push(`${language}: no message ${key}`);
}
for (const fault of faults) console.error(fault);
process.exit(faults.length ? 1 : 0);
