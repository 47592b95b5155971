#!/usr/bin/env node
// The radio link between bus and headquarters, as a TCP proxy that can be cut.
//   link.mjs serve DIR LISTEN_PORT TARGET_PORT [BYTES_A_SECOND]   runs in the foreground, on loopback; that much each way
//   link.mjs cut DIR | restore DIR | show DIR    cuts it (open connections break), puts it back, tells
// DIR/link.sock takes the words; DIR/link.pid is the server's pid.
import { createConnection, createServer } from 'node:net';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [verb, dir, listenPort, targetPort, rate] = process.argv.slice(2);
if (!dir || !['serve', 'cut', 'restore', 'show'].includes(verb)) {
  console.error('usage: link.mjs serve DIR LISTEN_PORT TARGET_PORT [BYTES_A_SECOND] | cut DIR | restore DIR | show DIR');
  process.exit(2);
}
const door = join(dir, 'link.sock');

function serve() {
  const open = new Set();
  let up = true;
  let carried = 0, carriedUp = 0;
  const breakAll = () => open.forEach((socket) => socket.destroy());

  // All connections share what the link carries each way; a sender waits while its bytes are on the way.
  const upward = { free: 0 }, downward = { free: 0 };
  const slice = rate ? Math.max(64, Math.floor(rate / 50)) : Infinity;
  async function carry(from, to, way, bytes) {
    from.pause();
    for (let at = 0; at < bytes.length && !to.destroyed; at += slice) {
      const piece = bytes.subarray(at, Math.min(bytes.length, at + slice));
      const now = performance.now();
      if (rate) {
        way.free = Math.max(way.free, now) + (piece.length * 1000) / rate;
        await new Promise((wake) => setTimeout(wake, way.free - now));
      }
      if (to.destroyed) return;
      to.write(piece);
      carried += piece.length;
      if (way === upward) carriedUp += piece.length;
    }
    from.resume();
  }

  const proxy = createServer((near) => {
    if (!up) return near.destroy();
    const far = createConnection({ host: '127.0.0.1', port: Number(targetPort) });
    for (const [from, to, way] of [[near, far, upward], [far, near, downward]]) {
      open.add(from);
      from.setNoDelay(true);
      from.on('error', () => {});
      from.on('close', () => { open.delete(from); to.destroy(); });
      from.on('end', () => to.end());
      from.on('data', (bytes) => carry(from, to, way, bytes));
    }
  });
  proxy.listen(Number(listenPort), '127.0.0.1');

  rmSync(door, { force: true });
  const words = createServer((caller) => caller.on('error', () => {}).on('data', (bytes) => {
    const word = bytes.toString().trim();
    if (word === 'cut') { up = false; breakAll(); }
    if (word === 'restore') up = true;
    caller.end(`the link is ${up ? 'up' : 'cut'}; ${carried} bytes went over it so far, ${carriedUp} of them up\n`);
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
