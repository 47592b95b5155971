// 24 desks through the API, form changes and filings mixed, each fsync 5 ms longer
import { mkdtempSync, readFileSync, rmSync, openSync, writeSync, fdatasyncSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { House } from '../../deploy/demo/house.mjs';
import { Desk, domicile } from '../support/desk.mjs';
import { percentile, report, round } from './figures.mjs';

const small = process.argv.includes('--small');
const desks = small ? 4 : 24;
const seconds = small ? 3 : 20;
const fsyncMs = 5;

const dir = mkdtempSync(join(tmpdir(), 'karvan-commit-'));
const house = new House(dir, 21000 + (process.pid % 2000) * 6);
const countFile = join(dir, 'fsyncs');
const fsyncs = () => Number(readFileSync(countFile).readBigInt64LE());

async function fill(desk, latencies, deadline) {
  const timed = async (name, members) => {
    const begun = performance.now();
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

// The floor: one writer that appends 4 KiB and syncs, on the same disk, with the same delay by arithmetic.
function floor() {
  const file = openSync(join(dir, 'floor'), 'w');
  const page = Buffer.alloc(4096);
  const times = [];
  for (let i = 0; i < 50; ++i) {
    const begun = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    times.push(performance.now() - begun + fsyncMs);
  }
  return { fsync_p50_ms: round(percentile(times, 0.5)), fsync_p99_ms: round(percentile(times, 0.99)) };
}

let status = 1;
try {
  await house.makeCentre();
  await house.startCentre();
  await house.startLink();
  await house.enrolBus();
  await house.startBus({ printer: false, env: {
    LD_PRELOAD: resolve(house.bin, 'slow_fsync.so'), KARVAN_FSYNC_MS: `${fsyncMs}`, KARVAN_FSYNC_COUNT: countFile } });
  const all = [];
  for (let i = 0; i < desks; ++i) {
    const desk = new Desk(house.page, `desk ${i + 1}`);
    await desk.signIn(house.person('operator'));
    all.push(desk);
  }
  const latencies = [];
  const before = fsyncs();
  const begun = performance.now();
  await Promise.all(all.map((desk) => fill(desk, latencies, begun + seconds * 1000)));
  const took = (performance.now() - begun) / 1000;
  status = report('commit', {
    requests_per_s: round(latencies.length / took, 0), p50_ms: round(percentile(latencies, 0.5)),
    p99_ms: round(percentile(latencies, 0.99)), max_ms: round(Math.max(...latencies)),
    fsyncs_per_request: round((fsyncs() - before) / latencies.length, 3), desks, requests: latencies.length,
  }, floor(), { requests_per_s: '>=300', p99_ms: '<150', fsyncs_per_request: '<0.2' }, { small });
} finally {
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(status);
