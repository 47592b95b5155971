// One value changed in a form of 1,000 calculations in 50 repeats: asked and answered at the node; then opened whole
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, House, until } from '../../deploy/demo/house.mjs';
import { Desk } from '../support/desk.mjs';
import { percentile, report, round } from './figures.mjs';

const small = process.argv.includes('--small');
const changes = small ? 50 : 1000, opens = small ? 5 : 100, instances = 50, calculations = 20;
const dir = mkdtempSync(join(tmpdir(), 'karvan-form-'));
const house = new House(join(dir, 'house'), await freePorts());

// A household's members: each has twenty lines worked out from its own answers and from the one before, and the form
// adds them up.
function sheet() {
  const line = (i) => `calculate,line_${i},,"if(\${line_${i - 1}} > 1000, round(\${line_${i - 1}} div 2, 2), coalesce(\${line_${i - 1}}, 0) + ${i})",,`;
  const total = (i) => `calculate,total_${i},,sum(\${line_${i * 4}}),,`;
  return ['type,name,label,calculation,repeat_count,constraint', 'integer,members_count,How many?,,,', 'decimal,rate,Rate,,,',
    'begin_repeat,members,Member,,${members_count},', 'integer,income,Income,,,. >= 0 and . <= 10000000', 'text,name,Name,,,',
    'calculate,line_0,,${income} * ${rate},,', ...Array.from({ length: calculations - 1 }, (_, i) => line(i + 1)), 'end_repeat,,,,,',
    ...Array.from({ length: 5 }, (_, i) => total(i)), 'calculate,grand,,${total_0} + ${total_1} + ${total_2} + ${total_3} + ${total_4},,', 'note,told,All together ${grand},,,'].join('\n');
}

function catalogue() {
  const folder = join(dir, 'catalogue');
  const forms = { household: sheet(), plain: 'type,name,label\ndecimal,rate,Rate' };
  for (const [id, survey] of Object.entries(forms)) {
    const service = join(folder, id);
    mkdirSync(service, { recursive: true });
    writeFileSync(join(service, 'survey.csv'), survey);
    writeFileSync(join(service, 'service.toml'), `title = { en = "${id}" }\ninstitution = "passports"\npolicy = "online"\n` +
      '[[stage]]\nid = "token_issued"\n[[stage]]\nid = "filed"\n');
  }
  cpSync(new URL('../../deploy/catalogue/institutions.toml', import.meta.url).pathname, join(folder, 'institutions.toml'));
  return folder;
}

async function timed(times, work) {
  const took = [];
  for (let i = 0; i < times; ++i) {
    const begun = performance.now();
    await work(i);
    took.push(performance.now() - begun);
  }
  return took;
}

let status = 1;
try {
  await house.open({ printer: false, devices: '', catalogue: catalogue() });
  const desk = new Desk(house.page, 'desk 1');
  await desk.signIn(house.person('operator'));
  await until('the service', 60, async () => (await desk.get('services')).length === 2);
  const { draft } = await desk.command('start_draft', { service: 'household' });
  let { seen } = await desk.get(`drafts/${draft}`);
  const change = async (set) => {
    const answer = await desk.command('change_draft', { draft, seen, set });
    ({ seen } = answer);
    return answer;
  };
  await change({ members_count: `${instances}`, rate: '1.5' });
  await change(Object.fromEntries(Array.from({ length: instances }, (_, i) => [`members/${i + 1}/income`, `${20_000 + i * 137}`])));
  let told = 0;
  const took = await timed(changes, async (i) => {
    const answer = await change({ [`members/${(i % instances) + 1}/income`]: `${30_000 + i * 13}` });
    told = Math.max(told, Object.keys(answer.questions).length);
  });
  const opened = await timed(opens, () => desk.get(`drafts/${draft}`));
  const questions = Object.keys((await desk.get(`drafts/${draft}`)).questions).length;
  // The floor: the same command on a form without a calculation.
  const bare = (await desk.command('start_draft', { service: 'plain' })).draft;
  let bareSeen = (await desk.get(`drafts/${bare}`)).seen;
  const floor = await timed(small ? 20 : 300, async (i) => {
    bareSeen = (await desk.command('change_draft', { draft: bare, seen: bareSeen, set: { rate: `${i}` } })).seen;
  });
  status = report('form', {
    change_ms: round(percentile(took, 0.5)), change_p99_ms: round(percentile(took, 0.99)), told, questions,
    open_ms: round(percentile(opened, 0.5)), open_p99_ms: round(percentile(opened, 0.99)),
  }, { bare_ms: round(percentile(floor, 0.5)), bare_p99_ms: round(percentile(floor, 0.99)) },
  { change_p99_ms: '<5', open_p99_ms: '<50', told: '>=2' }, { small, always: ['told'] });
} finally {
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(status);
