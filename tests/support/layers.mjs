// What lies packed inside bytes: zstd, gzip, zlib and deflate, base64, PDF; each is unpacked as far as it goes, wherever
// in the bytes it begins, and cut off or not.
import { execFileSync, spawnSync } from 'node:child_process';
import { constants, inflateRawSync, inflateSync } from 'node:zlib';

const bytesMax = 256 << 20;  // of one layer unpacked
const dictionary = new URL('../../sync/exchange/dictionary.bin', import.meta.url).pathname;
const far = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: bytesMax };

function* places(bytes, mark) {
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) yield at;
}

function attempt(unpack) {
  try {
    return unpack();
  } catch {
    return undefined;  // it only looked as if
  }
}

// Of a frame, the blocks that are whole; what follows the frame makes zstd fail after it.
function zstd(packed) {
  for (const words of [['-D', dictionary], []]) {
    const { stdout } = spawnSync('zstd', ['-dcq', '--no-check', ...words], { input: packed, maxBuffer: bytesMax, stdio: ['pipe', 'pipe', 'ignore'] });
    if (stdout?.length) return stdout;
  }
  return undefined;
}

const zlibHeads = ['7801', '785e', '789c', '78da'].map((head) => Buffer.from(head, 'hex'));
const zipHead = Buffer.from('504b0304', 'hex');

// RFC 1952, section 2.3: what stands between a member's first bytes and its deflate stream.
function afterGzipHead(bytes, at) {
  const flags = bytes[at + 3];
  let next = at + 10;
  if (flags & 4) next += 2 + bytes.readUInt16LE(next);
  for (const named of [8, 16]) if (flags & named) next = bytes.indexOf(0, next) + 1;
  return bytes.subarray(flags & 2 ? next + 2 : next);
}

function* packed(bytes) {
  for (const at of places(bytes, Buffer.from('28b52ffd', 'hex'))) yield ['zstd', at, () => zstd(bytes.subarray(at))];
  for (const at of places(bytes, Buffer.from('1f8b08', 'hex'))) yield ['gzip', at, () => inflateRawSync(afterGzipHead(bytes, at), far)];
  for (const head of zlibHeads) for (const at of places(bytes, head)) yield ['zlib', at, () => inflateSync(bytes.subarray(at), far)];
  for (const at of places(bytes, zipHead)) {
    if (at + 30 > bytes.length || bytes.readUInt16LE(at + 8) !== 8) continue;
    const data = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    yield ['deflate', data, () => inflateRawSync(bytes.subarray(data), far)];
  }
}

// Runs of at least 24 characters: shorter ones hold no packed thing, and words in base64 are looked for as they are.
function* base64(bytes) {
  const text = bytes.toString('latin1');
  for (const { 0: run, index } of text.matchAll(/[A-Za-z0-9+/_-]{24,}={0,2}/g)) yield ['base64', index, () => Buffer.from(run, 'base64')];
}

// Its streams are found as zlib; what its fonts spell only pdftotext knows.
function* pdf(bytes) {
  for (const at of places(bytes, '%PDF-')) {
    const end = bytes.indexOf('%%EOF', at);
    const whole = bytes.subarray(at, end < 0 ? bytes.length : end + 5);
    yield ['pdf', at, () => execFileSync('pdftotext', ['-q', '-', '-'], { input: whole, maxBuffer: bytesMax, stdio: ['pipe', 'pipe', 'ignore'] })];
  }
}

// Yields [encoding, offset, bytes] for each layer found in `bytes`.
export function* layers(bytes) {
  for (const find of [packed, base64, pdf])
    for (const [encoding, offset, unpack] of find(bytes)) {
      const inside = attempt(unpack);
      if (inside?.length) yield [encoding, offset, inside];
    }
}
