// Every error code, and every condition that a driver or the hub names, has words in every language; every message is in
// every language.
import { readFileSync, readdirSync } from 'node:fs';

const codes = [...readFileSync('storage/model/codes.h', 'utf8').matchAll(/^\s*X\((\w+), \d+\)/gm)].map((m) => m[1]);
// Conditions stand in the sources where they are made: fault(…, "CODE"…), {"CODE", Severity…
const made = /(?:\b(?:fault|refuse|fail|give_up)\([^";]*"|\{"(?=\w+", (?:line::)?Severity))(\w+)"/g;
const conditions = new Set(readdirSync('hardware', { recursive: true })
  .filter((path) => path.endsWith('.cpp'))
  .flatMap((path) => [...readFileSync(`hardware/${path}`, 'utf8').matchAll(made)].map((m) => m[1])));
const languages = ['en', 'ur', 'az'];
const files = Object.fromEntries(languages.map((l) => [l, JSON.parse(readFileSync(`sync/web/kit/messages/${l}.json`, 'utf8'))]));
const keys = new Set(languages.flatMap((l) => Object.keys(files[l])));
const faults = [];
if (codes.length < 30) faults.push('codes.h could not be read');
if (conditions.size < 20) faults.push('no conditions found in hardware/');
for (const language of languages) {
  for (const code of codes) if (!files[language][`error.${code}`]) faults.push(`${language}: no words for error.${code}`);
  for (const code of conditions) if (!files[language][`condition.${code}`]) faults.push(`${language}: no words for condition.${code}`);
  for (const key of keys) if (!files[language][key]) faults.push(`${language}: no message ${key}`);
}
for (const fault of faults) console.error(fault);
process.exit(faults.length ? 1 : 0);
