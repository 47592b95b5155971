// A whole Karvan on one machine: headquarters, the link, a printer, one bus. deploy/run shows it to people and the
// end-to-end tests and benches walk through it. Each part is a real process; keys and codes reach it by a pipe.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, openSync, closeSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Institution } from './desk.mjs';

const root = resolve(new URL('../..', import.meta.url).pathname);
export const programs = process.env.KARVAN_BIN ?? join(root, 'build/release/bin');
const zone = 'PKT-5';  // Pakistan's time, whatever the machine's: the bus stands there (POSIX turns the sign round)
const staff = [['Ayesha Khan', 'operator'], ['Usman Tariq', 'operator'], ['Bilal Ahmed', 'supervisor'],
  ['Leyla Məmmədova', 'clerk']];
const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));

export async function until(what, secondsMax, probe) {
  const deadline = Date.now() + secondsMax * 1000;
  for (;;) {
    const found = await Promise.resolve().then(probe).catch(() => undefined);
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${secondsMax} s`);
    await pause(40);
  }
}

// The first of six free ports on loopback, so that tests and walks never meet a running demo.
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

export class House {
  // `dir` is the house's own; ports are `port` and the five after it.
  constructor(dir, port = 8080, bin = programs) {
    this.dir = dir;
    this.bin = bin;
    this.ports = { page: port, lan: port + 1, office: port + 2, sync: port + 3, link: port + 4, printer: port + 5 };
    this.page = `http://127.0.0.1:${this.ports.page}`;
    this.office = `http://127.0.0.1:${this.ports.office}`;
    this.running = new Map();
    this.cipher = [];  // how databases that are made are sealed: the words for it, or none
    this.shift = 0;  // minutes by which the clocks of centre and bus are moved, in a rehearsal
    mkdirSync(join(dir, 'secrets'), { recursive: true, mode: 0o700 });
  }

  made() { return existsSync(join(this.dir, 'made')); }
  isMade(citizensSeen) { writeFileSync(join(this.dir, 'made'), `${citizensSeen}`); }
  citizensSeen() { return Number(readFileSync(join(this.dir, 'made'), 'utf8')); }
  people() { return readFileSync(join(this.dir, 'people.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line)); }
  person(role) { return this.people().find((p) => p.role === role); }

  // A passphrase made once from the system's entropy, readable by this user alone.
  passphrase(name) {
    const file = join(this.dir, 'secrets', name);
    if (!existsSync(file)) writeFileSync(file, randomBytes(20).toString('hex'), { mode: 0o600 });
    return readFileSync(file, 'utf8');
  }

  // Runs a program to its end and gives what it printed.
  async run(program, args, { vault, input = '' } = {}) {
    const secret = vault ? ['--data', join(this.dir, vault), '--passphrase-fd', '3'] : [];
    const child = spawn(join(this.bin, program), [...args, ...secret], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
    for (const pipe of [child.stdin, child.stdio[3]]) pipe.on('error', () => {});
    child.stdio[3].end(vault ? this.passphrase(vault) : '');
    child.stdin.end(input);
    let out = '', err = '';
    child.stdout.on('data', (b) => { out += b; });
    child.stderr.on('data', (b) => { err += b; });
    const status = await new Promise((done) => child.on('close', done));
    return { status, out, err };
  }

  async must(program, args, options) {
    const { status, out, err } = await this.run(program, args, options);
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${err || out}`);
    return out;
  }

  clock() { return this.shift ? ['--clock-shift', `${this.shift}`] : []; }

  central(...args) { return this.must('karvan-central', [...args, ...this.clock()], { vault: 'centre' }); }
  bus(args, input) { return this.must('karvan-node', args, { vault: 'bus-01', input }); }

  // Keeps a program running; its output goes to DIR/NAME.log.
  keep(name, command, args, { vault, env = {} } = {}) {
    const log = openSync(join(this.dir, `${name}.log`), 'a', 0o600);
    const secret = vault ? ['--data', join(this.dir, vault), '--passphrase-fd', '3'] : [];
    const child = spawn(command, [...args, ...secret],
      { stdio: ['ignore', log, log, 'pipe'], env: { ...process.env, ...env }, detached: true });
    closeSync(log);
    child.stdio[3].on('error', () => {});
    child.stdio[3].end(vault ? this.passphrase(vault) : '');
    child.ended = new Promise((done) => child.on('exit', (status, signal) => {
      if (this.running.get(name) === child) this.running.delete(name);
      done(signal ?? status);
    }));
    this.running.set(name, child);
    return child;
  }

  async end(name, signal = 'SIGTERM') {
    const child = this.running.get(name);
    if (!child) return undefined;
    child.kill(signal);
    return child.ended;
  }

  answers(url) {
    return async () => (await fetch(`${url}/api/v1/hello`, { signal: AbortSignal.timeout(2000) })).ok;
  }

  // Keys, catalogue, people: once.
  async makeCentre(catalogue = join(root, 'deploy/catalogue')) {
    const secrets = readdirSync(join(this.dir, 'secrets')).map((name) => `secrets/${name}`);
    const keys = secrets.filter((file) => readFileSync(join(this.dir, file), 'utf8').startsWith('kvi.'));  // of institutions
    for (const part of ['centre', 'bus-01', 'people.jsonl', ...keys]) rmSync(join(this.dir, part), { recursive: true, force: true });
    await this.central('init', ...this.cipher);
    await this.central('catalogue', 'publish', catalogue);
    let people = '';
    for (const [name, role] of staff)
      people += `${(await this.central('staff', 'add', '--name', name, '--role', role, '--json')).trim()}\n`;
    writeFileSync(join(this.dir, 'people.jsonl'), people, { mode: 0o600 });
  }
  // What an institution's own program speaks to the centre with; its key is made when it is first needed.
  async institution(id) {
    const file = join(this.dir, 'secrets', id);
    if (!existsSync(file)) {
      const { key } = JSON.parse(await this.central('institution', 'key', id, '--name', `Program of ${id}`, '--json'));
      writeFileSync(file, key, { mode: 0o600 });
    }
    return new Institution(this.office, readFileSync(file, 'utf8'));
  }

  async startCentre() {
    this.keep('centre', join(this.bin, 'karvan-central'),
      ['serve', '--sync', `127.0.0.1:${this.ports.sync}`, '--page', `127.0.0.1:${this.ports.office}`, ...this.clock()],
      { vault: 'centre', env: { TZ: zone } });
    await until('karvan-central', 30, this.answers(this.office));
  }

  // `rate`: bytes a second each way; 0: as fast as it goes.
  async startLink(rate = 0) {
    mkdirSync(join(this.dir, 'link'), { recursive: true });
    this.keep('link', process.execPath,
      [join(root, 'deploy/demo/link.mjs'), 'serve', join(this.dir, 'link'), `${this.ports.link}`, `${this.ports.sync}`,
        ...(rate ? [`${rate}`] : [])]);
    await until('the link', 10, () => this.link('show'));
  }
  link(word) {
    return execFileSync(process.execPath, [join(root, 'deploy/demo/link.mjs'), word, join(this.dir, 'link')],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  }

  // start, stop, unplug, plug, paper-out, paper-in
  printer(word) {
    execFileSync(join(root, 'deploy/demo/printer'), [word, join(this.dir, 'printer')],
      { env: { ...process.env, KARVAN_PRINTER_PORT: `${this.ports.printer}` }, stdio: ['ignore', 'ignore', 'inherit'] });
  }

  // Reader, scanner and camera without hardware; deploy/demo/device makes their faults.
  virtualDevices() {
    mkdirSync(join(this.dir, 'devices'), { recursive: true });
    const file = join(this.dir, 'devices', 'devices.json');
    copyFileSync(join(root, 'deploy/demo/virtual-devices.json'), file);
    return file;
  }
  device(...words) {
    execFileSync(join(root, 'deploy/demo/device'), [words[0], join(this.dir, 'devices'), ...words.slice(1).map(String)],
      { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  async enrolBus() {
    const { code } = JSON.parse(await this.central('enrol', 'bus-01', '--office', 'lahore', '--json'));
    await this.bus(['enrol', '--name', 'bus-01', '--centre', `https://127.0.0.1:${this.ports.link}`, ...this.cipher], `${code}\n`);
  }

  // Where the bus's sticks are mounted: what lies there is on the stick.
  stick() { return join(this.dir, 'stick'); }

  // `devices`: a devices file, or one of the demo's virtual devices for `true`.
  async startBus({ printer = true, devices = '', stop = '', lan = '127.0.0.1', env = {} } = {}) {
    mkdirSync(this.stick(), { recursive: true, mode: 0o700 });
    const file = devices === true ? this.virtualDevices() : devices;
    const device = printer ? ['--printer', `ipp://127.0.0.1:${this.ports.printer}/ipp/print`] : [];
    this.keep('bus-01', join(this.bin, 'karvan-node'),
      ['serve', '--page', `127.0.0.1:${this.ports.page}`, '--lan', `${lan}:${this.ports.lan}`, '--sticks', this.stick(),
        ...device, ...(file ? ['--devices', file] : []), ...(stop ? ['--stop', stop] : []), ...this.clock()],
      { vault: 'bus-01', env: { TZ: zone, ...env } });
    // Ready for people: it knows its staff, from its own store or from the first exchange.
    await until('karvan-node', 30, async () => (await (await fetch(`${this.page}/api/v1/hello`)).json()).staff.length > 0);
  }

  // All of it anew, with a bus that has exchanged once.
  async open({ printer = true, devices = true, catalogue } = {}) {
    await this.makeCentre(catalogue);
    await this.startCentre();
    await this.startLink();
    if (printer) this.printer('start');
    await this.enrolBus();
    await this.startBus({ printer, devices });
  }

  async stop() {
    await Promise.all([...this.running.keys()].reverse().map((name) => this.end(name)));
    if (existsSync(join(this.dir, 'printer'))) this.printer('stop');
  }
}
