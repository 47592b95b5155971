// The ground an end-to-end test stands on: a folder and ports of its own, and a house that goes when the test goes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, House, until } from '../../deploy/demo/house.mjs';

export { freePorts };
export const folder = (name) => mkdtempSync(join(tmpdir(), `karvan-${name}-`));

// A house with its centre and an enrolled bus that has exchanged once, made for `test` (node:test's context).
export async function houseFor(test, { printer = false, devices = '', catalogue, cipher = [] } = {}) {
  const dir = folder('house');
  const house = new House(dir, await freePorts());
  test.after(async () => {
    await house.stop();
    if (!process.env.KARVAN_KEEP) rmSync(dir, { recursive: true, force: true });
  });
  house.cipher = cipher;
  await house.open({ printer, devices, catalogue });
  return house;
}

// deploy/run as a person starts it, once it has said that it is ready; `ended` is its status. With KARVAN_BIN, programs of
// another build are run; then nothing is installed and built.
export async function runDemo(...options) {
  const command = process.env.KARVAN_BIN ? ['node', 'deploy/demo/demo.mjs'] : ['deploy/run', '--yes'];
  const demo = spawn(command[0], [...command.slice(1), ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  demo.ended = new Promise((done) => demo.on('exit', done));
  demo.said = '';
  demo.stdout.on('data', (bytes) => { demo.said += bytes; });
  await until('deploy/run', 300, () => {
    if (demo.exitCode !== null) throw new Error(`deploy/run ended with ${demo.exitCode}`);
    return demo.said.includes('Stop: Ctrl-C');
  });
  return demo;
}

// The steps of a walk, one after another; each needs what the one before has left, so the first that fails is the last.
export async function play(test, steps, walk) {
  for (const [name, act] of steps) {
    let done = false;
    await test.test(name, async () => {
      await act(walk).catch(async (fault) => {
        await walk.picture('stopped-here').catch(() => {});
        throw fault;
      });
      assert.deepEqual(walk.faults, []);  // of the page's own scripts
      done = true;
    });
    if (!done) throw new Error(`the walk ends at: ${name}`);
  }
}

export const logOf = (house, name) => readFileSync(join(house.dir, `${name}.log`), 'utf8');

// Where screenshots and pages go to be looked at.
export function pictures(name) {
  const dir = join(process.env.KARVAN_PICTURES ?? join(tmpdir(), 'karvan-pictures'), name);
  mkdirSync(dir, { recursive: true });
  return dir;
}
