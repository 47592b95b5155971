// What deploy/run shows after the build: starts the house step by step, tells where things are, waits.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { citizens } from './citizens.mjs';
import { dawn, playDay } from './day.mjs';
import { House } from './house.mjs';

function options(words) {
  const empty = words.includes('--empty');
  const found = { data: 'karvan-demo', port: 8080 };
  const pairs = words.filter((word) => word !== '--empty');
  for (let i = 0; i < pairs.length; i += 2) found[pairs[i].slice(2)] = pairs[i + 1];
  return { dir: resolve(found.data), port: Number(found.port), empty };
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
  const day = house.citizensSeen() === 0 ? '' : `
Three working days ago ${house.citizensSeen()} citizens came to the bus; that day is closed. Look for the one whose father's name is held (Review),
the one who is late, the one who was refused, and the one whose certificate waits to be collected (Applications).
`;
  const unlock = `--data ${house.dir}/bus-01 --passphrase-fd 3 3<${house.dir}/secrets/bus-01`;
  console.log(`
Karvan is running.
  the counter of bus-01   ${house.page}      (on the bus's network: https://THIS-MACHINE:${house.ports.lan})
  headquarters            ${house.office}
Sign in as
${signIns}
PINs and passphrases were made at the first start; they lie in ${house.dir}, readable by you alone. A real box keeps neither.

${day}Try this, in another terminal, from ${process.cwd()}:
  cut the link              deploy/demo/link.mjs cut ${house.dir}/link
  take an application       at the counter: it is saved, and the bar says what is unsent
  pull the printer's plug   deploy/demo/printer unplug ${house.dir}/printer       (back: plug)
  carry a stick instead     as supervisor, Exchange: write; then build/release/bin/karvan-central bundle ${house.stick()} --wait 30
                            --data ${house.dir}/centre --passphrase-fd 3 3<${house.dir}/secrets/centre        and read at the counter
  put the link back         deploy/demo/link.mjs restore ${house.dir}/link
  pull a card, jam a scan   deploy/demo/device pull-card ${house.dir}/devices      (jam, bad-finger, crash, clear; alone: all its words)
  read the log              ${log} show ${unlock} | jq
  verify its chain          ${log} verify ${unlock}
Data: ${house.dir}    Printed pages: ${house.dir}/printer/spool    Stop: Ctrl-C`);
}

const { dir, port, empty } = options(process.argv.slice(2));
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

// The first start: a house of its own, and the day that it opens on. Nothing is kept of one that did not come to its end.
async function make() {
  if (!empty) house.shift = dawn();
  await house.makeCentre();
  await house.startCentre();
  await house.enrolBus();
  await house.end('centre');
  if (!empty) await playDay(house);
  house.isMade(empty ? 0 : citizens.length);
}

const steps = [
  ['Link', () => house.startLink()],
  ...(house.made() ? [] : [[`Headquarters, bus-01${empty ? '' : ', and its last working day'}`, make]]),
  ['Headquarters', () => house.startCentre()],
  ['Printer', () => house.printer('start')],
  ['Counter of bus-01', () => house.startBus({ lan: '0.0.0.0', devices: true })],
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
