#!/usr/bin/env node
// The radio link between bus and headquarters, as a TCP proxy that can be cut.
//   link.mjs serve DIR LISTEN_PORT TARGET_PORT   runs in the foreground, on loopback
//   link.mjs cut DIR | restore DIR | show DIR    cuts it (open connections break), puts it back, tells
// DIR/link.sock takes the words; DIR/link.pid is the server's pid.
import { createConnection, createServer } from 'node:net';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [verb, dir, listenPort, targetPort] = process.argv.slice(2);
if (!dir || !['serve', 'cut', 'restore', 'show'].includes(verb)) {
  console.error('usage: link.mjs serve DIR LISTEN_PORT TARGET_PORT | cut DIR | restore DIR | show DIR');
  process.exit(2);
}
const door = join(dir, 'link.sock');

function serve() {
  const open = new Set();
  let up = true;
  let carried = 0;
  const breakAll = () => open.forEach((socket) => socket.destroy());

  const proxy = createServer((near) => {
    if (!up) return near.destroy();
    const far = createConnection({ host: '127.0.0.1', port: Number(targetPort) });
    for (const [from, to] of [[near, far], [far, near]]) {
      open.add(from);
      from.setNoDelay(true);
      from.on('data', (bytes) => { carried += bytes.length; });
      from.on('error', () => {});
      from.on('close', () => { open.delete(from); to.destroy(); });
      from.pipe(to);
    }
  });
  proxy.listen(Number(listenPort), '127.0.0.1');

  rmSync(door, { force: true });
  const words = createServer((caller) => caller.on('error', () => {}).on('data', (bytes) => {
    const word = bytes.toString().trim();
    if (word === 'cut') { up = false; breakAll(); }
    if (word === 'restore') up = true;
    caller.end(`the link is ${up ? 'up' : 'cut'}; ${carried} bytes went over it so far\n`);
  }));
  words.listen(door);
  writeFileSync(join(dir, 'link.pid'), `${process.pid}\n`);
  const stop = () => { rmSync(door, { force: true }); process.exit(0); };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function say(word) {
  const caller = createConnection(door);
  caller.on('error', () => { console.error(`no link is served in ${dir}; start it with deploy/run`); process.exit(1); });
  caller.on('connect', () => caller.write(word));
  caller.on('data', (bytes) => process.stdout.write(bytes));
}

if (verb === 'serve') serve();
else say(verb);
