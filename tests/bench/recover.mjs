// A driver killed in the middle of a capture: until the desk is told, until the next capture succeeds
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { House, until } from '../../deploy/demo/house.mjs';
import { Desk, Problem } from '../../deploy/demo/desk.mjs';
import { percentile, report, round } from './figures.mjs';

const small = process.argv.includes('--small');
const kills = small ? 3 : 40;
const patienceMs = 20_000;
const question = 'right_thumb';
const over = ['done', 'failed', 'cancelled'];
const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));

const dir = mkdtempSync(join(tmpdir(), 'karvan-recover-'));
const house = new House(dir, 27000 + (process.pid % 2000) * 6);
const control = join(dir, 'finger');
const devices = join(dir, 'devices.json');
writeFileSync(devices, JSON.stringify({ drivers: [{ name: 'virtual', program: 'karvan-driver-virtual', devices: [
  { id: 'finger', family: 'fingerprint', args: { control: './finger', wait_ms: 0, read_ms: 0 } }] }] }));

// The driver's process: the node's child of that name.
function driverPid() {
  const node = house.running.get('bus-01').pid;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [, name, state, parent] = /\((.*)\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      if (Number(parent) === node && state !== 'Z' && name.startsWith('karvan-driver')) return Number(pid);
    } catch { /* it has ended meanwhile */ }
  }
  return 0;
}

const begin = async (desk, draft) => (await desk.command('start_capture', { draft, question })).capture;

// Follows a capture until `enough` holds of it; undefined where it does not come.
async function follow(desk, capture, enough) {
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(2)) {
    const now = await desk.get(`captures/${capture}`);
    if (enough(now)) return now;
  }
  return undefined;
}

// As the operator does: again and again until it is done.
async function succeed(desk, draft) {
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(5)) {
    try {
      const ended = await follow(desk, await begin(desk, draft), (c) => over.includes(c.state));
      if (ended?.state === 'done') return true;
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
    }
  }
  return false;
}

async function killOnce(desk, draft, found) {
  writeFileSync(control, 'read_ms 60000\n');
  const capture = await begin(desk, draft);
  const under_way = await follow(desk, capture, (c) => c.state === 'hold_still' || over.includes(c.state));
  if (under_way?.state !== 'hold_still') throw new Error(`the capture did not begin: ${JSON.stringify(under_way)}`);
  rmSync(control);
  const killed = performance.now();
  process.kill(driverPid(), 'SIGKILL');
  const ended = await follow(desk, capture, (c) => over.includes(c.state));
  if (ended) found.told.push(performance.now() - killed);
  else found.unanswered += 1;
  if (await succeed(desk, draft)) found.works.push(performance.now() - killed);
  else found.unanswered += 1;
}

// The floor: the same program from its start to its hello.
async function spawned() {
  const times = [];
  for (let i = 0; i < 10; ++i) {
    const begun = performance.now();
    const child = spawn(join(house.bin, 'karvan-driver-virtual'), [], { stdio: ['pipe', 'pipe', 'ignore'] });
    await new Promise((heard) => child.stdout.once('data', heard));
    times.push(performance.now() - begun);
    child.stdin.end();
    await new Promise((done) => child.on('close', done));
  }
  return round(percentile(times, 0.5));
}

let status = 1;
try {
  await house.open({ printer: false, devices });
  const desk = new Desk(house.page, 'desk 1');
  await desk.signIn(house.person('operator'));
  await until('the reader', 10, async () => (await desk.get('devices')).some((d) => d.life === 'enabled'));
  const { draft } = await desk.command('start_draft', { service: 'learner-licence' });
  const found = { told: [], works: [], unanswered: 0 };
  if (!(await succeed(desk, draft))) throw new Error('no capture succeeds');
  for (let i = 0; i < kills; ++i) await killOnce(desk, draft, found);
  status = report('recover', {
    told_p50_ms: round(percentile(found.told, 0.5)), told_max_ms: round(Math.max(...found.told)),
    works_p50_ms: round(percentile(found.works, 0.5)), works_max_ms: round(Math.max(...found.works)),
    unanswered: found.unanswered, kills,
  }, { spawn_to_hello_ms: await spawned() }, { told_max_ms: '<1000', works_max_ms: '<1000', unanswered: '<1' },
  { small, always: ['unanswered'] });
} finally {
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(status);
