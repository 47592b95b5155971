// Headquarters, and strangers that it has enrolled.
import { rmSync } from 'node:fs';
import { freePorts, House } from '../../../deploy/demo/house.mjs';
import { folder } from '../../support/ground.mjs';
import { Stranger } from './client.mjs';

// A centre that serves for `test` (node:test's context).
export async function centreFor(test) {
  const house = new House(folder('stranger'), await freePorts());
  test.after(async () => {
    await house.stop();
    rmSync(house.dir, { recursive: true, force: true });
  });
  await house.makeCentre();
  await house.startCentre();
  return house;
}

export async function enrolled(house, name) {
  const box = new Stranger(name, house);
  const { code } = JSON.parse(await house.central('enrol', name, '--office', 'lahore', '--json'));
  await box.enrol(code);
  box.actor = house.person('operator').id;
  return box;
}

// What boxes show of their records; where each of them stands in the feed is their own matter.
export const recordsOf = (box) => Object.fromEntries([...box.feeds.records].sort().map(([id, { at, ...record }]) => [id, record]));
