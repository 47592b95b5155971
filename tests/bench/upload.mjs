// A large attachment over a slow link that is cut three times: what is sent twice, and what other work waits for it
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, House, until } from '../../deploy/demo/house.mjs';
import { Desk, domicile } from '../support/desk.mjs';
import { report, round } from './figures.mjs';

const small = process.argv.includes('--small');
const rate = small ? 90_000 : 8_000;  // bytes a second: 64 kbit/s
const size = small ? 0 : 5_000_000;  // at least: 0 is a scan of the usual size
const cuts = 3, outageMs = small ? 300 : 4_000;
const batchMs = 10_000;  // so long a batch may take (sync/exchange)
const patienceS = 60;
const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));

// The same run each time: when an operation is filed and where the link is cut.
let state = 20_261_122;
function chance() {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

const dir = mkdtempSync(join(tmpdir(), 'karvan-upload-'));
const house = new House(dir, await freePorts());
const devices = join(dir, 'devices.json');
writeFileSync(devices, JSON.stringify({ drivers: [{ name: 'virtual', program: 'karvan-driver-virtual', devices: [
  { id: 'scanner', family: 'scanner', args: { seed: 7, wait_ms: 0, read_ms: 0, bytes_min: size } }] }] }));

const sentUp = () => Number(/(\d+) of them up/.exec(house.link('show'))[1]);
const there = () => {
  try {
    return readdirSync(join(dir, 'centre', 'attachments')).some((name) => /^[0-9a-f]{64}$/.test(name));
  } catch {
    return false;
  }
};

// An application with its scan, filed.
async function fileScan(desk) {
  const { draft } = await desk.command('start_draft', { service: 'domicile' });
  let { seen } = await desk.get(`drafts/${draft}`);
  ({ seen } = await desk.command('change_draft', { draft, seen, set: Object.fromEntries(domicile('Ali')) }));
  const { capture } = await desk.command('start_capture', { draft, question: 'residence_scan' });
  const ended = await until('the scan', patienceS, async () => {
    const now = await desk.get(`captures/${capture}`);
    return ['done', 'failed', 'cancelled'].includes(now.state) && now;
  });
  if (ended.state !== 'done') throw new Error(`the scan ended ${ended.state} ${ended.fault}`);
  const { application } = await desk.command('file_draft', { draft, seen: ended.seen });
  const { attachments } = await desk.get(`applications/${application}`);
  return attachments[0];
}

// One operation (a shift opens or closes), and how long the centre does not have it.
let shift = false;
async function operate(desk) {
  await desk.command(...(shift ? ['close_shift', { counted: {}, currency: 'PKR', remitted: 0 }]
    : ['open_shift', { float: { minor: 0, currency: 'PKR' } }]));
  shift = !shift;
  const { marks: { total } } = await desk.get('exchange');
  const begun = performance.now();
  await until('the receipt of an operation', 3 * patienceS, async () => (await desk.get('exchange')).marks.received >= total);
  return performance.now() - begun;
}

async function cutOnce() {
  house.link('cut');
  await pause(outageMs);
  house.link('restore');
}

let status = 1;
try {
  await house.makeCentre();
  await house.startCentre();
  await house.startLink(rate);
  await house.enrolBus();
  await house.startBus({ printer: false, devices });
  const desk = new Desk(house.page, 'desk 1');
  await desk.signIn(house.person('operator'));
  await until('the scanner', patienceS, async () => (await desk.get('devices'))[0].life === 'enabled');
  const floor = [];
  for (let i = 0; i < 3; ++i) floor.push(await operate(desk));

  const before = sentUp();
  const begun = performance.now();
  const { bytes } = await fileScan(desk);
  const delays = [];
  for (let cut = 0; cut < cuts; ++cut) {
    const goal = before + bytes * ((cut + 0.2 + 0.6 * chance()) / cuts);
    while (sentUp() < goal && !there()) {
      delays.push(await operate(desk));
      await pause(chance() * (small ? 200 : 15_000));
    }
    await cutOnce();
  }
  await until('the whole file', 60 + (4 * bytes) / rate, there);
  await until('its receipt', patienceS, async () => (await desk.get('status')).attachments_waiting === 0);
  const took = (performance.now() - begun) / 1000;
  const delay = Math.max(...delays) - Math.min(...floor);
  status = report('upload', {
    repeated_kib: round((sentUp() - before - bytes) / 1024, 0), delay_batches: round(delay / batchMs), cuts,
    operations: delays.length, attachment_kib: round(bytes / 1024, 0), took_s: round(took, 1),
  }, { one_way_s: round(bytes / rate, 1), operation_alone_ms: round(Math.max(...floor), 0) },
  { repeated_kib: '<=1024', delay_batches: '<=1', operations: '>=3' }, { small, always: ['repeated_kib', 'operations'] });
} finally {
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(status);
