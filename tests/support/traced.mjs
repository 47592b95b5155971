// Programs whose every file is noted by strace(1), also one that is gone again within a moment, and whose files are kept
// when they are removed. A wrapper of the program's name stands in its place; the process stays its caller's own child, so
// signals and ends are what they were.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { mayLook } from './confined.mjs';

const calls = 'open,openat,openat2,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat';
const strace = ['strace', '-DDD', '-f', '--seccomp-bpf', '-qqq', '-y', '-s', '4096', '-e', `trace=${calls}`, '-e', 'signal=none'];

// A folder like `bin` in which each of `programs` keeps in `kept` what it removes or cuts short (kept_files.c) and writes
// its traces to `logs`: the latter only where `traced`, for strace may look into a process that hides its memory only with
// the capability CAP_SYS_PTRACE.
export function watched(bin, programs, { into, logs, kept }) {
  for (const dir of [into, logs, kept]) mkdirSync(dir);
  const inside = mayTrace(logs);
  const keeping = [`LD_PRELOAD='${resolve(bin, 'kept_files.so')}'`, `KARVAN_KEPT='${kept}'`];
  for (const name of readdirSync(bin)) if (!programs.includes(name)) symlinkSync(resolve(bin, name), join(into, name));
  for (const name of programs) {
    const before = inside ? [...strace, ...keeping.map((word) => `-E ${word}`), `-o '${join(logs, name)}'.$$`] : ['env', ...keeping];
    writeFileSync(join(into, name), `#!/bin/sh\nexec ${before.join(' ')} '${resolve(bin, name)}' "$@"\n`);
    chmodSync(join(into, name), 0o700);
  }
  return { bin: into, traced: inside };
}

// Whether strace may look into a process that hides its memory; the trial's log stays in `logs`. Without the capability it
// may succeed with one that it has begun, and see nothing of those here.
export function mayTrace(logs) {
  if (!mayLook()) return false;
  const log = join(logs, 'trial');
  const hidden = 'import ctypes; ctypes.CDLL(None).prctl(4, 0, 0, 0, 0); open("/dev/null", "w")';  // PR_SET_DUMPABLE
  try {
    execFileSync(strace[0], [...strace.slice(1).filter((word) => word !== '-DDD'), '-o', log, 'python3', '-c', hidden], { stdio: 'ignore' });
  } catch {
    return false;
  }
  return existsSync(log) && /"\/dev\/null", O_WRONLY/.test(readFileSync(log, 'utf8'));
}

// The calls that one log tells of, and that went well: {pid, name, opened, paths}; `opened` is what a descriptor that came
// of it stands for, `paths` are its names in their order, those in the current folder taken from `from`.
function* callsIn(log, from) {
  const begun = new Map();
  for (const line of log.split('\n')) {
    const [, pid, rest] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    if (!pid) continue;
    if (rest.endsWith('<unfinished ...>')) {
      begun.set(pid, rest.slice(0, -'<unfinished ...>'.length));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(rest);
    const call = resumed ? (begun.get(pid) ?? '') + resumed[1] : rest;
    const [, name] = /^(\w+)\(/.exec(call) ?? [];
    if (!name || / = -1 /.test(call)) continue;
    const reads = /^open/.test(name) && !/O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_TMPFILE/.test(call);
    if (reads) continue;
    const opened = /^(open|creat)/.test(name) && / = \d+<(.*)>(?:\(deleted\))?$/s.exec(call)?.[1];
    // A folder that a name hangs on stands before it.
    const paths = [...call.matchAll(/(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g)].map(([, base, path]) => resolve(base ?? from, path));
    yield { pid, name, opened, paths };
  }
}

// {pid, path} of each file that was opened for writing, made or given a name.
export function* written(log, from) {
  for (const { pid, opened, paths } of callsIn(log, from))
    for (const path of opened ? [opened] : paths.slice(-1)) yield { pid, path: path.replace(/ \(deleted\)$|<.*$/, '') };
}

// [from, to] of each file or folder that was given another name, or one more.
export function* renamed(log, from) {
  for (const { name, paths } of callsIn(log, from)) if (/^(rename|link)/.test(name)) yield paths.slice(-2);
}
