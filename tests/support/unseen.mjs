// What the proof of secrecy cannot look at on this machine. Run as a program it prints that, a line each, and nothing where
// all can be seen.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mayLook } from './confined.mjs';
import { mayTrace } from './traced.mjs';

// What is not seen is said; with KARVAN_STRICT=1 it is a failure.
export function seen(t, can, what) {
  if (can) return true;
  assert.notEqual(process.env.KARVAN_STRICT, '1', `not seen: ${what}`);
  t.diagnostic(`not seen: ${what}`);
  return false;
}

// The program that a dump of memory goes to; core(5). Nothing where it goes into a file.
export const dumpsTo = () => /^\|(\S+)/.exec(readFileSync('/proc/sys/kernel/core_pattern', 'utf8'))?.[1];

function* unseen(dir) {
  if (!mayLook()) yield 'what bus and centre have open: they hide their memory, and this user has no CAP_SYS_PTRACE';
  if (!mayTrace(dir)) yield 'what bus and centre have open for less than 200 ms: strace may not look into them';
  if (dumpsTo()) yield `dumps of their memory: they go to ${dumpsTo()}`;
  if (readFileSync('/proc/swaps', 'utf8').trim().split('\n').length > 1) yield 'that their memory stays out of swap: this machine has some, and their services are not at work';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dir = mkdtempSync(join(tmpdir(), 'karvan-unseen-'));
  for (const line of unseen(dir)) console.log(line);
  rmSync(dir, { recursive: true });
}
