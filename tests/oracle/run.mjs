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

const found = new Map();  // a difference -> nothing but that it is there, in order
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

// The same scenarios on one XForm; `where` says which, and differences are gathered under it.
async function compare(where, xml, scenarios, runs) {
  const form = await load(xml);
  scenarios.forEach((scenario, s) => {
    const states = theirs_of(form, scenario);
    const lines = new Set(states.flatMap((theirs, i) => [...differences(runs[s][i], theirs)]));
    if (only_scenario) console.log(JSON.stringify({ where, ours: runs[s], theirs: states }, null, 1));
    for (const line of lines) found.set(`${where}/${scenario.name}: ${line}`, true);
    counts.scenarios += 1;
    counts.states += states.length;
    counts.equal += lines.size === 0;
  });
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
    await compare(name, xml, scenarios, runs);
    if (!by_hand.delete(name)) continue;
    const written = readFileSync(join(here, 'by_hand', `${name}.xml`), 'utf8');
    counts.by_hand += 1;
    const [hand, made] = [canonical(written), canonical(xml)];
    if (hand.length < 10) faults.push(`by_hand/${name}.xml cannot be read`);
    for (const line of hand) if (!made.includes(line)) found.set(`by_hand/${name}, by hand: ${line}`, true);
    for (const line of made) if (!hand.includes(line)) found.set(`by_hand/${name}, compiled: ${line}`, true);
    if (hand.length === made.length && hand.every((line) => made.includes(line)) && hand.join() !== made.join()) faults.push(`by_hand/${name}: another order`);
    await compare(`by_hand/${name}`, written, scenarios, runs);
  } catch (e) {
    faults.push(`${name}: ${e.message}`);
  }
}

const listed = JSON.parse(readFileSync(join(here, 'differences.json'), 'utf8'));
const reasons = new Map(listed.flatMap(({ reason, where }) => where.map((line) => [line, reason])));
const unlisted = [...found.keys()].filter((line) => !reasons.has(line));
const gone = only ? [] : [...reasons.keys()].filter((line) => !found.has(line));
faults.push(...unlisted.map((line) => `differs: ${line}`));
faults.push(...gone.map((line) => `listed, but no longer so: ${line}`));
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
