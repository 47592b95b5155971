// The ground an end-to-end test stands on: a folder and ports of its own, and a house that goes when the test goes.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, House } from '../../deploy/demo/house.mjs';

export { freePorts };
export const folder = (name) => mkdtempSync(join(tmpdir(), `karvan-${name}-`));

// A house with its centre and an enrolled bus that has exchanged once, made for `test` (node:test's context).
export async function houseFor(test, { printer = false, devices = '', catalogue } = {}) {
  const dir = folder('house');
  const house = new House(dir, await freePorts());
  test.after(async () => {
    await house.stop();
    if (!process.env.KARVAN_KEEP) rmSync(dir, { recursive: true, force: true });
  });
  await house.open({ printer, devices, catalogue });
  return house;
}

export const logOf = (house, name) => readFileSync(join(house.dir, `${name}.log`), 'utf8');

// Where screenshots and pages go to be looked at.
export function pictures(name) {
  const dir = join(process.env.KARVAN_PICTURES ?? join(tmpdir(), 'karvan-pictures'), name);
  mkdirSync(dir, { recursive: true });
  return dir;
}
