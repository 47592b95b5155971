// A bench that is killed leaves no program of its own behind.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/demo/house.mjs';

// Nobody may have asked for its status yet.
function hasEnded(pid) {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

const bin = process.env.KARVAN_BIN ?? 'build/release/bin';

// Those that `parent` has started, with what they are called.
function childrenOf(parent) {
  const found = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [, name, , of] = /\((.*)\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      if (Number(of) === parent) found.push({ pid, name, arguments: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') });
    } catch { /* it has ended meanwhile */ }
  }
  return found;
}

test('a bench that is killed takes its headquarters with it', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'karvan-bench-'));
  const bench = spawn(join(bin, 'bench-push'), ['--once'], { stdio: 'ignore', env: { ...process.env, TMPDIR: dir } });
  const ended = new Promise((done) => bench.on('exit', done));
  t.after(async () => {
    bench.kill('SIGKILL');
    await ended;
    rmSync(dir, { recursive: true, force: true });
  });
  const serving = await until('its headquarters', 60, () =>
    childrenOf(bench.pid).find(({ name, arguments: words }) => name.startsWith('karvan-central') && words.includes('serve')));
  bench.kill('SIGKILL');
  await ended;
  await until('the end of its headquarters', 30, () => hasEnded(serving.pid));
});
