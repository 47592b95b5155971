// A box of a million applications while 24 desks fill in, file, search and look: what it holds in memory
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, House } from '../../deploy/demo/house.mjs';
import { Desk, domicile } from '../support/desk.mjs';
import { memoryBytes, report, round } from './figures.mjs';

const small = process.argv.includes('--small');
const asked = Number(process.argv.find((word) => /^\d+$/.test(word)));
const count = asked || (small ? 2_000 : 1_000_000);
const desks = small ? 4 : 24;
const seconds = small ? 3 : 60;
const names = ['muhammad', 'ayesha khan', 'fatima', 'ali raza', 'bibi', 'hussain ahmed', '35202-1', '0300-12'];

const dir = mkdtempSync(join(tmpdir(), 'karvan-memory-'));
const house = new House(dir, await freePorts());
const mb = (what) => memoryBytes(house.running.get('bus-01').pid, what) / 1e6;

// As a citizen is served: looked for letter by letter, filled in, filed, looked at.
async function serve(desk, turn) {
  const name = names[turn % names.length];
  for (let letters = 3; letters <= name.length; ++letters)
    await desk.ask('applications/search', { q: name.slice(0, letters) });
  const { draft } = await desk.command('start_draft', { service: 'domicile' });
  let { seen } = await desk.get(`drafts/${draft}`);
  for (const [question, value] of domicile(`${desk.seat}, ${turn}`))
    ({ seen } = await desk.command('change_draft', { draft, seen, set: { [question]: value } }));
  const { application } = await desk.command('file_draft', { draft, seen });
  await desk.get(`applications/${application}`);
  await desk.get('applications');
}

let status = 1;
try {
  await house.open({ printer: false, devices: '' });
  const empty = mb('VmRSS');
  await house.end('bus-01');
  await house.end('link');  // the counter works alone, as on the road
  await house.must('karvan-fill-box', [`${count}`], { vault: 'bus-01' });
  await house.startBus({ printer: false });
  const all = Array.from({ length: desks }, (_, i) => new Desk(house.page, `desk ${i + 1}`));
  for (const desk of all) await desk.signIn(house.person('operator'));
  const idle = mb('VmRSS');
  let most = idle, anonymous = 0, served = 0;
  const looking = setInterval(() => {
    most = Math.max(most, mb('VmRSS'));
    anonymous = Math.max(anonymous, mb('RssAnon'));
  }, 100);
  const end = performance.now() + seconds * 1000;
  await Promise.all(all.map(async (desk, i) => {
    for (let turn = i; performance.now() < end; turn += desks, ++served) await serve(desk, turn);
  }));
  clearInterval(looking);
  status = report('memory', {
    resident_mb: round(Math.max(most, mb('VmRSS'))), anonymous_mb: round(anonymous), idle_mb: round(idle),
    peak_since_start_mb: round(mb('VmHWM')), applications: count, desks, served,
  }, { empty_box_mb: round(empty) }, { resident_mb: '<128', peak_since_start_mb: '<128', served: `>=${desks}` },
  { small, always: ['resident_mb', 'peak_since_start_mb', 'served'] });
} finally {
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(status);
