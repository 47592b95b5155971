// What `commit` is compared with: a loop that writes groups of so many bytes to a file as long as a write-ahead log and
// syncs each, for so many milliseconds. Prints groups a second. node commit_floor.mjs FILE BYTES MS
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';

const [path, bytes, ms] = process.argv.slice(2);
const logBytes = 4 << 20;
const group = Buffer.alloc(Number(bytes), 'k');
const file = openSync(path, 'w');
const begun = performance.now();
let groups = 0, at = 0;
for (; performance.now() - begun < Number(ms); ++groups) {
  writeSync(file, group, 0, group.length, at);
  fdatasyncSync(file);
  at = at + group.length > logBytes ? 0 : at + group.length;
}
console.log((groups * 1000) / (performance.now() - begun));
closeSync(file);
