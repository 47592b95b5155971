// Programs whose every file is noted by strace(1), also one that is gone again within a moment. A wrapper of the program's
// name stands in its place; the traced process stays its caller's own child, so signals and ends are what they were.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const calls = 'open,openat,openat2,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat';
const traced = ['strace', '-DDD', '-f', '--seccomp-bpf', '-qqq', '-y', '-s', '4096', '-e', `trace=${calls}`, '-e', 'signal=none'];

// A folder like `bin` in which each of `programs` writes its traces to `logs`. Nothing, where this machine does not let
// strace look into a process that hides its memory: it takes the capability CAP_SYS_PTRACE.
export function traceable(bin, programs, { into, logs }) {
  if (!canTrace(logs)) return undefined;
  mkdirSync(into);
  for (const name of readdirSync(bin)) if (!programs.includes(name)) symlinkSync(join(bin, name), join(into, name));
  for (const name of programs) {
    writeFileSync(join(into, name), `#!/bin/sh\nexec ${traced.join(' ')} -o '${join(logs, name)}'.$$ '${resolve(bin, name)}' "$@"\n`);
    chmodSync(join(into, name), 0o700);
  }
  return into;
}

function canTrace(logs) {
  mkdirSync(logs, { recursive: true });
  const log = join(logs, 'trial');
  const hidden = 'import ctypes; ctypes.CDLL(None).prctl(4, 0, 0, 0, 0); open("/dev/null", "w")';  // PR_SET_DUMPABLE
  try {
    execFileSync(traced[0], [...traced.slice(1).filter((word) => word !== '-DDD'), '-o', log, 'python3', '-c', hidden], { stdio: 'ignore' });
  } catch {
    return false;
  }
  return existsSync(log) && /"\/dev\/null", O_WRONLY/.test(readFileSync(log, 'utf8'));
}

// What one log tells: {pid, path} of each file that was opened for writing, made or given a name.
export function* written(log, from) {
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
    if (/ = -1 /.test(call)) continue;
    const opens = /^(open|openat|openat2|creat)\(/.test(call);
    if (opens && !/^creat|O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_TMPFILE/.test(call)) continue;
    // By the descriptor that it gave, or by the last name; a folder that names hang on stands before it.
    const got = opens && / = \d+<(.*)>(?:\(deleted\))?$/s.exec(call)?.[1];
    const names = [...call.matchAll(/(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g)].map(([, base, name]) => resolve(base ?? from, name));
    for (const path of got ? [got] : names.slice(-1)) yield { pid, path: path.replace(/ \(deleted\)$|<.*$/, '') };
  }
}
