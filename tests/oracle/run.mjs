// node run.mjs karvan-form-tool [--only FORM[/SCENARIO]]
// Karvan's form engine against another: see README.md. Exit 0 where all is equal or listed, and all that is listed differs.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonical } from './canonical.mjs';
import { differences } from './compare.mjs';
import { context, Filling, load } from './engine.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [tool, flag, only = ''] = process.argv.slice(2);
if (!tool || (flag && flag !== '--only')) throw new Error('run.mjs karvan-form-tool [--only FORM[/SCENARIO]]');
const [only_form, only_scenario] = only.split('/');

const forms_min = 30, scenarios_min = 300, by_hand_min = 10;

// A table's rows are scenarios, each of which answers the questions in `set` with the row's cells.
function scenarios_of(folder) {
  const file = JSON.parse(readFileSync(join(folder, 'scenarios.json'), 'utf8'));
  const named = Object.entries(file.scenarios ?? {}).map(([name, given]) => ({ name, ...(Array.isArray(given) ? { steps: given } : given) }));
  const rows = (file.tables ?? []).flatMap(({ name, set, rows }) =>
    rows.map((row) => ({ name: `${name} ${row.join(' ')}`, steps: set.flatMap((q, i) => (row[i] === '' ? [] : [`${q}=${row[i]}`])) })));
  return [...named, ...rows];
}

const forms = readdirSync(join(here, 'forms')).sort().filter((name) => !only || name === only_form).map((name) => {
  const folder = join(here, 'forms', name);
  return { name, folder, scenarios: scenarios_of(folder).filter((s) => !only_scenario || s.name === only_scenario) };
});
const answered = JSON.parse(execFileSync(tool, { input: JSON.stringify({ context, forms }), maxBuffer: 1 << 28 })).forms;

const found = new Set();  // differences
const faults = [];
const counts = { forms: 0, scenarios: 0, states: 0, equal: 0, by_hand: 0 };

function theirs_of(form, scenario) {
  const filling = new Filling(form, scenario.language);
  const states = [filling.tell()];
  for (const step of scenario.steps) {
    const taken = filling.take(step);
    states.push({ ...filling.tell(), ...(taken ? {} : { refused: 'refused' }) });
  }
  return states;
}

// The scenarios of one form on one XForm of it; where they differ.
async function compare(name, xml, scenarios, runs) {
  const form = await load(xml);
  const all = new Set();
  scenarios.forEach((scenario, s) => {
    const states = theirs_of(form, scenario);
    const lines = new Set(states.flatMap((theirs, i) => [...differences(runs[s][i], theirs)]));
    if (only_scenario) console.log(JSON.stringify({ ours: runs[s], theirs: states }, null, 1));
    for (const line of lines) all.add(`${name}/${scenario.name}: ${line}`);
    counts.scenarios += 1;
    counts.states += states.length;
    counts.equal += lines.size === 0;
  });
  return all;
}

// What the sheets say, as a person wrote it in XForms, against what the compiler made of them.
async function compare_by_hand(name, xml, scenarios, runs, differs) {
  const written = readFileSync(join(here, 'by_hand', `${name}.xml`), 'utf8');
  counts.by_hand += 1;
  const [hand, made] = [canonical(written), canonical(xml)];
  if (hand.length < 10) faults.push(`by_hand/${name}.xml cannot be read`);
  for (const line of hand) if (!made.includes(line)) found.add(`by_hand/${name}: written ${line}`);
  for (const line of made) if (!hand.includes(line)) found.add(`by_hand/${name}: compiled ${line}`);
  const common = (lines, others) => lines.filter((line) => others.includes(line)).join('\n');
  if (common(hand, made) !== common(made, hand)) faults.push(`by_hand/${name}: another order`);
  const again = await compare(name, written, scenarios, runs);
  for (const line of again) if (!differs.has(line)) faults.push(`only as written by hand: ${line}`);
  for (const line of differs) if (!again.has(line)) faults.push(`only as compiled: ${line}`);
}

const by_hand = new Set(readdirSync(join(here, 'by_hand')).map((file) => file.replace(/\.xml$/, '')));
for (const [i, { name, scenarios }] of forms.entries()) {
  const { xml, runs, faults: refused } = answered[i];
  if (refused) {
    faults.push(...refused.map((fault) => `${name} is refused: ${fault}`));
    continue;
  }
  counts.forms += 1;
  if (only) console.log(xml);
  try {
    const differs = await compare(name, xml, scenarios, runs);
    for (const line of differs) found.add(line);
    if (by_hand.delete(name)) await compare_by_hand(name, xml, scenarios, runs, differs);
  } catch (e) {
    faults.push(`${name}: ${e.message}`);
  }
}

// "FORM/*: …" stands for each scenario of the form in which it is so.
const any = (line) => line.replace(/^([^/]*)\/.*?: (?=\S+( \w+)?: )/, '$1/*: ');
const listed = JSON.parse(readFileSync(join(here, 'differences.json'), 'utf8'));
const allowed = new Set(listed.flatMap(({ where }) => where));
const used = new Set([...found].flatMap((line) => [line, any(line)]));
const unlisted = [...found].filter((line) => !allowed.has(line) && !allowed.has(any(line)));
faults.push(...unlisted.map((line) => `differs: ${line}`));
if (!only) faults.push(...[...allowed].filter((line) => !used.has(line)).map((line) => `listed, but no longer so: ${line}`));
if (!only) {
  if (counts.forms < forms_min) faults.push(`only ${counts.forms} forms`);
  if (counts.scenarios < scenarios_min) faults.push(`only ${counts.scenarios} scenarios`);
  if (counts.by_hand < by_hand_min) faults.push(`only ${counts.by_hand} XForms written by hand`);
  for (const name of by_hand) faults.push(`by_hand/${name}.xml has no form`);
}
for (const fault of faults) console.error(fault);
console.log(`${counts.forms} forms, ${counts.by_hand} of them written by hand too; ${counts.scenarios} scenarios in ${counts.states} states: ` +
  `${counts.equal} equal, ${counts.scenarios - counts.equal} with a listed difference (${found.size - unlisted.length} places, ${listed.length} reasons)`);
process.exit(faults.length ? 1 : 0);
