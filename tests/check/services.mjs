// P13: what a service holds in memory goes to no disk, neither as swap nor as a dump, and what it writes nobody else reads.
// Keys are locked by themselves; what citizens tell is not. With --self-test: the check bites.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';

const folder = 'deploy/systemd';
const demanded = ['MemorySwapMax=0', 'LimitCORE=0', 'UMask=0077', 'StateDirectoryMode=0700', 'PrivateTmp=yes'];

// What the [Service] of a unit's text (systemd.syntax(7)) does not demand. Of a setting that stands twice the last counts.
export function missing(text) {
  const service = /^\[Service\]\n([\s\S]*?)(?=^\[|$(?![\s\S]))/m.exec(text)?.[1] ?? '';
  const settings = new Map(service.split('\n').filter((line) => /^\w+=/.test(line)).map((line) => line.split(/=(.*)/s)));
  return demanded.filter((line) => settings.get(line.split('=')[0]) !== line.split('=')[1]);
}

if (process.argv.includes('--self-test')) {
  const whole = `[Unit]\nDescription=x\n[Service]\n${demanded.join('\n')}\n[Install]\nWantedBy=y\n`;
  assert.deepEqual(missing(whole), []);
  for (const line of demanded) assert.deepEqual(missing(whole.replace(`${line}\n`, `#${line}\n`)), [line]);
  assert.deepEqual(missing(whole.replace('[Install]', 'MemorySwapMax=1G\n[Install]')), ['MemorySwapMax=0']);
  assert.deepEqual(missing(whole.replace('MemorySwapMax=0\n', '').concat('MemorySwapMax=0\n')), ['MemorySwapMax=0']);
  process.exit(0);
}

const units = readdirSync(folder).filter((name) => name.endsWith('.service'));
assert.deepEqual(units, ['karvan-central.service', 'karvan-node.service']);
const faults = units.flatMap((name) => missing(readFileSync(`${folder}/${name}`, 'utf8')).map((line) => `${folder}/${name}: no ${line}`));
for (const fault of faults) console.error(fault);
process.exit(faults.length ? 1 : 0);
