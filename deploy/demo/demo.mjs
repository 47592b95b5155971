// What deploy/run shows after the build: starts the house step by step, tells where things are, waits.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { House } from './house.mjs';

function options(words) {
  const found = { data: 'karvan-demo', port: 8080 };
  for (let i = 0; i < words.length; i += 2) found[words[i].slice(2)] = words[i + 1];
  return { dir: resolve(found.data), port: Number(found.port) };
}

// One demo a folder: a stale lock of a process that is gone is taken over.
function lock(dir) {
  const file = join(dir, 'lock');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    process.kill(pid, 0);
    console.error(`Another deploy/run (process ${pid}) uses ${dir}; stop it first, or give --data DIR and --port N.`);
    process.exit(1);
  } catch (none) {
    if (none.code === 'EPERM') throw none;
  }
  writeFileSync(file, `${process.pid}`);
  return () => rmSync(file, { force: true });
}

function tell(house) {
  const signIns = house.people().map((p) => `  ${p.name.padEnd(18)} ${p.role.padEnd(11)} PIN ${p.pin}`).join('\n');
  const log = `build/release/bin/karvan-node log`;
  const unlock = `--data ${house.dir}/bus-01 --passphrase-fd 3 3<${house.dir}/secrets/bus-01`;
  console.log(`
Karvan is running.
  the counter of bus-01   ${house.page}      (on the bus's network: https://THIS-MACHINE:${house.ports.lan})
  headquarters            ${house.office}
Sign in as
${signIns}
PINs and passphrases were made at the first start; they lie in ${house.dir}, readable by you alone. A real box keeps neither.

Try this, in another terminal, from ${process.cwd()}:
  cut the link              deploy/demo/link.mjs cut ${house.dir}/link
  take an application       at the counter: it is saved, and the bar says what is unsent
  pull the printer's plug   deploy/demo/printer unplug ${house.dir}/printer       (back: plug)
  put the link back         deploy/demo/link.mjs restore ${house.dir}/link
  read the log              ${log} show ${unlock} | jq
  verify its chain          ${log} verify ${unlock}
Data: ${house.dir}    Printed pages: ${house.dir}/printer/spool    Stop: Ctrl-C`);
}

const { dir, port } = options(process.argv.slice(2));
const unlock = lock(dir);
const house = new House(dir, port);
let stopping = false;

async function stop(status, why = '') {
  if (stopping) return;
  stopping = true;
  if (why) console.error(why);
  await house.stop();
  unlock();
  console.log('Stopped; nothing is left running.');
  process.exit(status);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));

const steps = [
  ['Headquarters: keys, catalogue, people', () => house.made() || house.makeCentre()],
  ['Headquarters', () => house.startCentre()],
  ['Link', () => house.startLink()],
  ['Printer', () => house.printer('start')],
  ['Enrolling bus-01 by a one-time code', () => house.made() || house.enrolBus()],
  ['Counter of bus-01', () => house.startBus({ lan: '0.0.0.0' })],
];
try {
  for (const [name, act] of steps) {
    console.log(`== ${name}`);
    await act();
  }
  tell(house);
  for (const [name, child] of house.running)
    child.ended.then((status) => stop(1, `${name} ended by itself (${status}); its log is ${join(dir, `${name}.log`)}`));
} catch (fault) {
  await stop(1, `${fault.message}\nThe logs are in ${dir}.`);
}
