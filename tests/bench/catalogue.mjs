// 400 services: how long they take to compile, what a node that serves them all keeps in memory, what one change costs it
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, House, until } from '../../deploy/demo/house.mjs';
import { Desk } from '../support/desk.mjs';
import { memoryMib, report, round } from './figures.mjs';

const small = process.argv.includes('--small');
const services = 400;
const source = new URL('../../deploy/catalogue', import.meta.url).pathname;
const dir = mkdtempSync(join(tmpdir(), 'karvan-catalogue-'));
const house = new House(join(dir, 'house'), await freePorts());

// The services that ship, again and again, each with a title of its own.
function generate(folder) {
  mkdirSync(folder);
  cpSync(join(source, 'institutions.toml'), join(folder, 'institutions.toml'));
  const kinds = readdirSync(source).filter((name) => statSync(join(source, name)).isDirectory());
  for (let i = 0; i < services; ++i) {
    const kind = kinds[i % kinds.length], to = join(folder, `${kind}-${i}`);
    cpSync(join(source, kind), to, { recursive: true });
    const toml = readFileSync(join(to, 'service.toml'), 'utf8');
    writeFileSync(join(to, 'service.toml'), toml.replace('title = { en = "', `title = { en = "${i} `));
  }
  return kinds;
}

async function timed(work) {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

let status = 1;
try {
  const folder = join(dir, 'catalogue');
  const kinds = generate(folder);
  // The floor: the same program reads and compiles what ships.
  const floor = await timed(() => house.must('karvan-central', ['catalogue', 'check', source]));
  const compiled = await timed(() => house.must('karvan-central', ['catalogue', 'check', folder]));
  await house.open({ printer: false, devices: '', catalogue: folder });
  const desk = new Desk(house.page, 'desk 1');
  await desk.signIn(house.person('operator'));
  const all = await until('every service', 120, async () => {
    const list = await desk.get('services');
    return list.length === services && list;
  });
  const { pid } = house.running.get('bus-01');
  const received = memoryMib(pid);
  for (const { id, version } of all) await desk.get(`services/${id}/${version}/form`);
  const served = memoryMib(pid);
  const changed = join(folder, `${kinds[0]}-0`, 'service.toml');
  writeFileSync(changed, readFileSync(changed, 'utf8').replace('title = { en = "', 'title = { en = "new '));
  const diff = await house.run('karvan-central', ['catalogue', 'diff', folder], { vault: 'centre' });
  await house.central('catalogue', 'publish', folder);
  await until('the changed service', 60, async () => (await desk.get('services')).some((s) => s.title.en.startsWith('new ')));
  status = report('catalogue', {
    services, compile_s: round(compiled / 1000), received_mib: round(received), resident_mib: round(served),
    after_change_mib: round(memoryMib(pid)), changes_told: diff.out.trim().split('\n').length - 1,
  }, { shipped_s: round(floor / 1000), shipped: kinds.length }, { compile_s: '<10', resident_mib: '<64', after_change_mib: '<64' },
  { small, always: ['resident_mib'] });
} finally {
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(status);
