// 24 desks through the API, form changes and filings mixed, paced and flat out, each fsync 5 ms longer
// Latencies are held to their bounds in the paced part (paced_p99_ms, paced_max_ms): flat out each request stands in line
// behind all the others, so there they are told, and what is held is the rate, its share of the floor, and the fsyncs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { House } from '../../deploy/demo/house.mjs';
import { Desk, domicile } from '../support/desk.mjs';
import { percentile, report, round } from './figures.mjs';

const small = process.argv.includes('--small');
const desks = small ? 4 : 24;
const seconds = small ? 3 : 20;  // of each part
const fsyncMs = 5;
const pacedRate = small ? 25 : 150;  // requests a second of all desks together

const dir = mkdtempSync(join(tmpdir(), 'karvan-commit-'));
const house = new House(dir, 21000 + (process.pid % 2000) * 6);
const slow = resolve(house.bin, 'slow_fsync.so');
const countFile = join(dir, 'fsyncs');
const fsyncs = () => Number(readFileSync(countFile).readBigInt64LE());

// Commands one after another until `deadline`. With `everyMs` each is due so long after the one before, and a late answer
// makes the next ones late as well: latencies count from when a command was due.
async function fill(desk, latencies, deadline, everyMs = 0, offset = 0) {
  let due = performance.now() + everyMs * offset;
  const timed = async (name, members) => {
    const wait = due - performance.now();
    if (everyMs && wait > 0) await new Promise((wake) => setTimeout(wake, wait));
    const begun = everyMs ? due : performance.now();
    due += everyMs;
    const answer = await desk.command(name, members);
    latencies.push(performance.now() - begun);
    return answer;
  };
  while (performance.now() < deadline) {
    const { draft } = await timed('start_draft', { service: 'domicile' });
    let { seen } = await desk.get(`drafts/${draft}`);
    for (const [name, value] of domicile(desk.seat)) {
      if (performance.now() >= deadline) return;
      ({ seen } = await timed('change_draft', { draft, seen, set: { [name]: value } }));
    }
    await timed('file_draft', { draft, seen });
  }
}

// All desks at once for `seconds`; what they saw, and what the node wrote and synced meanwhile.
async function part(all, everyMs) {
  const latencies = [];
  const written = () => Number(/wchar: (\d+)/.exec(readFileSync(`/proc/${house.running.get('bus-01').pid}/io`, 'utf8'))[1]);
  const before = [fsyncs(), written()], begun = performance.now();
  await Promise.all(all.map((desk, i) => fill(desk, latencies, begun + seconds * 1000, everyMs, i / all.length)));
  const took = (performance.now() - begun) / 1000;
  return { latencies, rate: latencies.length / took, syncs: fsyncs() - before[0], bytes: written() - before[1] };
}

// The same bytes in the same groups, with the same delay, on the same disk: requests a second if nothing but that cost.
function floor({ latencies, syncs, bytes }) {
  const groups = Number(execFileSync(process.execPath, [new URL('rig/commit_floor.mjs', import.meta.url).pathname,
    join(dir, 'floor'), `${Math.round(bytes / syncs)}`, small ? '500' : '5000'],
    { env: { ...process.env, LD_PRELOAD: slow, KARVAN_FSYNC_MS: `${fsyncMs}` }, encoding: 'utf8' }));
  return { requests_per_s: round((groups * latencies.length) / syncs, 0), fsyncs_per_s: round(groups, 1), group_bytes: Math.round(bytes / syncs) };
}

let status = 1;
try {
  await house.makeCentre();
  await house.startCentre();
  await house.startLink();
  await house.enrolBus();
  await house.startBus({ printer: false, env: {
    LD_PRELOAD: slow, KARVAN_FSYNC_MS: `${fsyncMs}`, KARVAN_FSYNC_COUNT: countFile } });
  const all = [];
  for (let i = 0; i < desks; ++i) {
    const desk = new Desk(house.page, `desk ${i + 1}`);
    await desk.signIn(house.person('operator'));
    all.push(desk);
  }
  const paced = await part(all, (1000 * desks) / pacedRate);
  const flat = await part(all, 0);
  const least = floor(flat);
  status = report('commit', {
    paced_requests_per_s: round(paced.rate, 0), paced_p50_ms: round(percentile(paced.latencies, 0.5)),
    paced_p99_ms: round(percentile(paced.latencies, 0.99)), paced_max_ms: round(Math.max(...paced.latencies)),
    requests_per_s: round(flat.rate, 0), p50_ms: round(percentile(flat.latencies, 0.5)), p99_ms: round(percentile(flat.latencies, 0.99)),
    of_floor: round(flat.rate / least.requests_per_s), fsyncs_per_request: round(flat.syncs / flat.latencies.length, 3),
    fsyncs_per_s: round((flat.syncs * flat.rate) / flat.latencies.length, 1), desks, requests: paced.latencies.length + flat.latencies.length,
  }, least, { paced_p99_ms: '<100', paced_max_ms: '<1000', requests_per_s: '>=1000', of_floor: '>=0.7', fsyncs_per_request: '<0.2' }, { small });
} finally {
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(status);
