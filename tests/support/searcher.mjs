// Looks for canaries in files: as they are, and in every layer that is packed inside them, a few deep.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { layers } from './layers.mjs';
import { Needles } from './needles.mjs';

const depthMax = 4;
const pieceBytes = 64 << 20;
const overlapBytes = 1 << 20;  // so that a needle or a small packed thing that lies across two pieces is whole in one
const toldMax = 8;  // of one file

export class Searcher {
  constructor(canaries) {
    this.needles = new Needles(canaries);
    this.files = 0;
    this.bytes = 0;
  }

  // Gives [{canary, encoding, offset}]; encoding names the layers from the outside, each with its offset in the one before.
  inBytes(bytes, outside = '', offset = 0, depth = 0) {
    const found = [];
    this.needles.search(bytes, (hit) => found.push({ ...hit, offset: hit.offset + offset, encoding: outside + hit.encoding }));
    if (depth === depthMax) return found;
    for (const [encoding, at, inside] of layers(bytes))
      for (const hit of this.inBytes(inside, `${outside}${encoding} at ${at + offset} > `, 0, depth + 1)) found.push(hit);
    return found;
  }

  inFile(path) {
    const file = openSync(path, 'r');
    try {
      const found = [];
      const size = fstatSync(file).size;
      for (let from = 0; from === 0 || from + overlapBytes < size; from += pieceBytes) {
        const piece = Buffer.alloc(Math.min(size - from, pieceBytes + overlapBytes));
        const got = readSync(file, piece, 0, piece.length, from);
        for (const hit of this.inBytes(piece.subarray(0, got), '', from)) found.push(hit);
      }
      ++this.files;
      this.bytes += size;
      return found;
    } finally {
      closeSync(file);
    }
  }
}

// In words, without what was found: "FILE: name canary 12 at 4096, zstd at 0 > utf-8".
export function told(path, found) {
  const lines = found.slice(0, toldMax).map(({ canary, encoding, offset }) => `${path}: ${canary.shape} canary ${canary.number} at ${offset}, ${encoding}`);
  return found.length > toldMax ? [...lines, `${path}: and ${found.length - toldMax} more`] : lines;
}
