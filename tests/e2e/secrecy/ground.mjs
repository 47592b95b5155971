// The houses of the proof of secrecy: one that is confined to a folder and watched, with a printer, two desks and a browser
// that keeps a profile; and any other whose citizens tell canaries.
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { House, programs, until } from '../../../deploy/demo/house.mjs';
import { Canaries } from '../../support/canaries.mjs';
import { confine, noteOpen } from '../../support/confined.mjs';
import { folder, freePorts } from '../../support/ground.mjs';
import { renamed, watched, written } from '../../support/traced.mjs';
import { signedIn } from '../../support/traces.mjs';

const watchedPrograms = ['karvan-node', 'karvan-central', 'karvan-sorted'];
const served = ['bus-01', 'centre', 'restored'];

export class Place {
  // `root`: where the house and its copies lie.
  constructor(root, { printer = false } = {}) {
    this.root = root;
    this.printer = printer;
    this.canaries = new Canaries();
    this.taken = [];  // {draft or application, set}, in bulk
  }

  async open(bin) {
    this.house = new House(join(this.root, 'house'), await freePorts(), bin);
    await this.house.open({ printer: this.printer, devices: '' });
    await this.signIn();
  }

  async signIn() {
    this.supervisor = await signedIn(this.house, 'desk 1', 'supervisor');
    this.operator = await signedIn(this.house, 'desk 2', 'operator');
  }

  async startBusAgain() {
    await this.house.startBus({ printer: this.printer });
    await this.signIn();
  }

  // Nothing is written any more; nobody tidies up first, so write-ahead logs stay as they are.
  async freeze() {
    await Promise.all(['bus-01', 'centre'].map((name) => this.house.end(name, 'SIGKILL')));
  }
}

export class Ground extends Place {
  constructor() {
    const begunMs = Date.now() - 1000;  // a file system's clock is coarser
    super(folder('secrecy'), { printer: true });
    this.begunMs = begunMs;
    confine(this.root);
    this.cases = [];        // {application, scan}, with papers
    this.addresses = [];    // that the pages went to, and that the bus's page asked: what a log on the way would keep
    this.writing = new Map();  // files open for writing, at any time
    this.looked = new Set();   // processes that were looked into
    this.served = new Set();   // those of boxes and centre, each start its own
    this.profile = join(this.root, 'profile');
    this.opened = join(this.root, 'opened');
    mkdirSync(this.opened);
    this.logs = join(this.root, 'traces');
    this.kept = join(this.root, 'kept');  // what the programs removed or cut short
    this.looking = setInterval(() => this.look(), 200);
  }

  async build() {
    process.env.KARVAN_PRINTER_SECONDS = '0';
    const { bin, traced } = watched(programs, watchedPrograms, { into: join(this.root, 'bin'), logs: this.logs, kept: this.kept });
    this.traced = traced;
    await this.open(bin);
    for (const desk of [this.supervisor, this.operator]) await desk.command('open_shift', { float: { minor: 0, currency: 'PKR' } });
    await until('numbers to lend', 40, async () => {
      await this.supervisor.command('exchange_now');
      return (await this.supervisor.get('status')).leases.some((l) => l.kind === 'receipt' && l.left > 0);
    });
  }

  look() {
    for (const name of served) {
      const pid = this.house?.running.get(name)?.pid;
      if (pid) this.served.add(pid);
    }
    noteOpen(this.writing, this.looked);
  }

  *#told(by) {
    for (const log of readdirSync(this.logs)) yield* by(readFileSync(join(this.logs, log), 'utf8'), join(this.root, 'current'));
  }
  // {pid, path} of all that the programs wrote at any moment, where they could be traced; and [from, to] of other names.
  written() { return this.#told(written); }
  renamed() { return this.#told(renamed); }

  async freeze() {
    clearInterval(this.looking);
    await super.freeze();
  }

  get spool() { return join(this.house.dir, 'printer', 'spool'); }

  // What is meant to be read, and by whom.
  get inTheClear() {
    return {
      [this.spool]: 'paper that came out of the printer',
      [join(this.house.dir, 'printer', 'spoiled')]: 'paper that was in the printer when its plug was pulled',
      [join(this.house.dir, 'printer', 'passing')]: 'paper on its way through the printer',
      [join(this.house.dir, 'printer', 'inside')]: 'what the printer was sent, in the printer',
      [this.opened]: 'a scan that a clerk had opened into this file',
    };
  }

  async stop() {
    clearInterval(this.looking);
    await this.browser?.close().catch(() => {});
    await this.house?.stop();
    process.chdir('/');
    if (!process.env.KARVAN_KEEP) rmSync(this.root, { recursive: true, force: true });
  }
}
