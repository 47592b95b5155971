// Frames and messages, as sync/PROTOCOL.md has them. Our own frames are of raw blocks, which any reader reads; the centre's
// need the dictionary.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dictionary = new URL('../../../sync/exchange/dictionary.bin', import.meta.url).pathname;
const blockMax = 128 << 10;

export function pack(plain) {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(plain.length);
  const blocks = [];
  for (let from = 0; from === 0 || from < plain.length; from += blockMax) {
    const body = plain.subarray(from, from + blockMax), head = Buffer.alloc(3);
    head.writeUIntLE((body.length << 3) | (from + blockMax >= plain.length ? 1 : 0), 0, 3);  // raw, and the last or not
    blocks.push(head, body);
  }
  return Buffer.concat([Buffer.from('28b52ffd', 'hex'), Buffer.from([0xa0]), size, ...blocks]);
}

const zstd = (input, ...words) => execFileSync('zstd', ['-d', '-c', ...words], { input, maxBuffer: 64 << 20, stdio: ['pipe', 'pipe', 'ignore'] });
export const unpack = (frame) => zstd(frame, '-D', dictionary);

// The document whose patch this is, against the body that it names as its base.
export function patched(patch, base) {
  const dir = mkdtempSync(join(tmpdir(), 'karvan-patch-'));
  try {
    writeFileSync(join(dir, 'base'), base);
    writeFileSync(join(dir, 'patch'), patch);
    return zstd('', `--patch-from=${join(dir, 'base')}`, join(dir, 'patch'));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

// The header's members, and as `parts` what came under it: control lines, each with its body.
export function parse(plain) {
  const take = (n) => { const bytes = plain.subarray(at, at + n); at += n + 1; return bytes; };
  const line = () => take(plain.indexOf(10, at) - at).toString();
  let at = 0;
  const answer = { ...JSON.parse(line()), parts: [] };
  while (at < plain.length) {
    const [kind, members] = Object.entries(JSON.parse(line()))[0];
    const part = { ...members, is: kind };
    if (members.bytes !== undefined) part.body = take(members.bytes);
    if (members.lines !== undefined) part.body = Array.from({ length: members.lines }, line);
    answer.parts.push(part);
  }
  assert.equal(at, plain.length);
  return answer;
}
