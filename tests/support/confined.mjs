// A ground whose processes may write in one folder only: home, temporary files, current folder and all else lies in it, so
// that every file they leave can be looked at. What they have open for writing, and what changes where programs commonly
// write, tells whether they keep to it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';

const common = ['/tmp', '/var/tmp', '/dev/shm', '/var/spool', '/var/log', '/var/cache', '/var/lib', '/var/crash', '/run'];

// From now on this process and those that it starts write into `root`, and may dump their memory there.
export function confine(root) {
  const places = { HOME: 'home', TMPDIR: 'tmp', XDG_CONFIG_HOME: 'config', XDG_CACHE_HOME: 'cache', XDG_DATA_HOME: 'data',
    XDG_STATE_HOME: 'state', XDG_RUNTIME_DIR: 'runtime' };
  for (const [name, folder] of Object.entries(places)) {
    mkdirSync(join(root, folder), { mode: 0o700 });
    process.env[name] = join(root, folder);
  }
  mkdirSync(join(root, 'current'));
  process.chdir(join(root, 'current'));
  execFileSync('prlimit', ['--pid', `${process.pid}`, '--core=unlimited']);
}

// Each regular file under `dir`, a folder that vanishes meanwhile left out.
export function* filesUnder(dir, { except = [] } = {}) {
  let entries;
  try {
    entries = readdirSync(dir, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const path = join(dir, entry.name);
    if (except.includes(path)) continue;
    if (entry.isDirectory()) yield* filesUnder(path, { except });
    else if (entry.isFile()) yield path;
  }
}

// Files outside `root` that changed since, where programs commonly write.
export function* changedElsewhere(root, sinceMs) {
  for (const dir of common)
    for (const path of filesUnder(dir, { except: [root] })) {
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat && Math.max(stat.mtimeMs, stat.ctimeMs) >= sinceMs) yield path;
    }
}

function childrenOf() {
  const children = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'));
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    } catch {
      // it has ended
    }
  }
  return children;
}

const writes = (pid, fd) => (parseInt(/flags:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))[1], 8) & 3) !== 0;

// Whether this process may look into others that hide their memory: CAP_SYS_PTRACE, the bit 19 (capabilities(7)).
export const mayLook = () => (BigInt(`0x${/^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]}`) >> 19n & 1n) === 1n;

// Of a process, in KiB; proc(5).
export const swappedKib = (pid) => Number(/^VmSwap:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

// Notes into `open` (path -> pid) each file on a disk that a child of this process, or one of theirs, has open for
// writing, and into `looked` the processes that it could look into. Memory that is shared by a name is no file.
export function noteOpen(open, looked) {
  const children = childrenOf();
  const look = (pid) => {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        const path = readlinkSync(`/proc/${pid}/fd/${fd}`);
        if (/^\/(memfd:|dev\/shm\/|dev\/zero)/.test(path) || !path.startsWith('/')) continue;
        if (statSync(`/proc/${pid}/fd/${fd}`).isFile() && writes(pid, fd)) open.set(path, pid);
      }
      looked.add(Number(pid));
    } catch {
      // it has ended, or closed the file
    }
    for (const child of children.get(pid) ?? []) look(child);
  };
  for (const pid of children.get(`${process.pid}`) ?? []) look(pid);
}
