// The ground an end-to-end test stands on: a folder and ports of its own, and a house that goes when the test goes.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { House } from '../../deploy/demo/house.mjs';

export const folder = (name) => mkdtempSync(join(tmpdir(), `karvan-${name}-`));

// The first of six free ports on loopback, so that tests never meet a running demo.
export async function freePorts() {
  const free = (port) => new Promise((done) => {
    const probe = createServer().once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
  for (let base = 20000 + (process.pid % 400) * 100; ; base += 6) {
    const six = await Promise.all([0, 1, 2, 3, 4, 5].map((i) => free(base + i)));
    if (six.every(Boolean)) return base;
  }
}

// A house with its centre and an enrolled bus that has exchanged once, made for `test` (node:test's context).
export async function houseFor(test, { printer = false, catalogue } = {}) {
  const dir = folder('house');
  const house = new House(dir, await freePorts());
  test.after(async () => {
    await house.stop();
    if (!process.env.KARVAN_KEEP) rmSync(dir, { recursive: true, force: true });
  });
  await house.makeCentre(catalogue);
  await house.startCentre();
  await house.startLink();
  if (printer) house.printer('start');
  await house.enrolBus();
  await house.startBus({ printer });
  return house;
}

export const logOf = (house, name) => readFileSync(join(house.dir, `${name}.log`), 'utf8');

// Where screenshots and pages go to be looked at.
export function pictures(name) {
  const dir = join(process.env.KARVAN_PICTURES ?? join(tmpdir(), 'karvan-pictures'), name);
  mkdirSync(dir, { recursive: true });
  return dir;
}
