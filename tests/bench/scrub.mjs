// A box that rests reads again what it stores: what that takes of a core, and whether it finds a damaged page
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, House, until } from '../../deploy/demo/house.mjs';
import { Desk } from '../support/desk.mjs';
import { report, round } from './figures.mjs';

const small = process.argv.includes('--small');
const asked = Number(process.argv.find((word) => /^\d+$/.test(word)));
const count = asked || (small ? 2_000 : 100_000);
const pageBytes = 4096;

const dir = mkdtempSync(join(tmpdir(), 'karvan-scrub-'));
const house = new House(dir, await freePorts());
const database = join(dir, 'bus-01', 'node.db');
const of = (file) => readFileSync(`/proc/${house.running.get('bus-01').pid}/${file}`, 'utf8');

// What the node has used and read since it started: seconds of a core (clock ticks are a hundredth), bytes of pages.
function used() {
  const ticks = of('stat').split(') ')[1].split(' ');
  return { at: performance.now() / 1000, cpu: (Number(ticks[11]) + Number(ticks[12])) / 100,
    read: Number(/rchar: (\d+)/.exec(of('io'))[1]) };
}
const between = (a, b) => ({ seconds: b.at - a.at, share: (b.cpu - a.cpu) / (b.at - a.at), bytes: b.read - a.read });

// A page near the end, so that nearly all of the file is read before it.
function damage() {
  const at = Math.floor((statSync(database).size * 0.95) / pageBytes) * pageBytes + 1000;
  const file = openSync(database, 'r+');
  writeSync(file, Buffer.alloc(8, 0x5a), 0, 8, at);
  closeSync(file);
}

let status = 1;
try {
  await house.open({ printer: false, devices: '' });
  await house.end('bus-01');
  await house.end('link');
  await house.must('karvan-fill-box', [`${count}`], { vault: 'bus-01' });
  await house.startBus({ printer: false });
  const desk = new Desk(house.page, 'desk 1');
  await desk.signIn(house.person('operator'));
  // It rests for a minute first: what the node needs anyway is seen meanwhile, and is counted in.
  const begun = used();
  damage();
  const bytes = statSync(database).size;
  await until('the first pages', 120, () => used().read - begun.read > Math.min(bytes / 2, 2 << 20));
  const reading = used();
  const found = await until('the damaged page', 60 + bytes / (1 << 20), async () => (await desk.get('status')).damage?.database);
  const idle = between(begun, reading), busy = between(reading, used());
  status = report('scrub', {
    of_a_core: round(busy.share, 4), mib_a_second: round(busy.bytes / busy.seconds / (1 << 20)),
    seconds: round(busy.seconds, 1), damage_found: found ? 1 : 0, applications: count,
  }, { idle_of_a_core: round(idle.share, 4), file_mib: round(bytes / (1 << 20), 0) },
    { of_a_core: '<=0.05', damage_found: '>=1' }, { small, always: ['damage_found'] });
} finally {
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(status);
