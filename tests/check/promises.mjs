// Each promise (P1 … P16) is held by tests that carry its number: TEST(Subject, P7_Situation_Outcome), a checker of the
// simulator (story.broken("P7", …)), a step of an end-to-end test. Fails where one has none. With --list each is named.
import { readFileSync, readdirSync } from 'node:fs';

const promises = 16;
const list = process.argv.includes('--list');
const filesOf = (folder, end) => readdirSync(folder, { recursive: true })
  .filter((path) => end.test(path)).map((path) => `${folder}/${path}`).sort();

// A test's name holds its promises first: P3_…, or P7_P14_….
const inNames = /^\s*(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\(\s*(\w+),\s*((?:P\d+_)+\w*)/gm;
// What the simulator tells where it finds one broken.
const inCheckers = /broken\(\s*"(P\d+)"/g;
// `test('P1: …`, `['P10 …`
const inSteps = /['"`]((?:P\d+[ ,:]+)+)[^'"`]*/g;

const held = new Map(Array.from({ length: promises }, (_, i) => [`P${i + 1}`, []]));
const add = (numbers, where) => {
  for (const number of numbers) held.get(number)?.push(where);
};
for (const file of [...filesOf('tests/unit', /\.cpp$/), ...filesOf('tests/crash', /\.cpp$/), ...filesOf('tests/oracle', /\.cpp$/)])
  for (const [, subject, name] of readFileSync(file, 'utf8').matchAll(inNames))
    add(/^(?:P\d+_)+/.exec(name)[0].split('_').filter(Boolean), `${file} ${subject}.${name}`);
for (const file of filesOf('tests/sim', /\.cpp$/)) {
  const told = new Set([...readFileSync(file, 'utf8').matchAll(inCheckers)].map((match) => match[1]));
  add(told, `${file} (simulator)`);
}
for (const file of filesOf('tests/e2e', /\.mjs$/))
  for (const [, numbers] of readFileSync(file, 'utf8').matchAll(inSteps)) add(numbers.match(/P\d+/g), `${file} ${numbers.trim()}`);

const faults = [];
for (const [promise, tests] of held) {
  const simulated = tests.filter((where) => where.endsWith('(simulator)')).length;
  console.log(`${promise.padEnd(4)} ${String(tests.length - simulated).padStart(3)} tests, ${simulated} files of the simulator`);
  if (list) for (const where of tests) console.log(`       ${where}`);
  if (tests.length === 0) faults.push(`${promise}: no test carries its number`);
}
for (const fault of faults) console.error(fault);
process.exit(faults.length ? 1 : 0);
