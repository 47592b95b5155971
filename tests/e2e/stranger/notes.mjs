// Notes and hashes, as sync/PROTOCOL.md has them.
import { createHash, createPublicKey, sign, verify } from 'node:crypto';

export const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
export const zeros = Buffer.alloc(32);

const keyId = (name, key) => sha256(`${name}\n`, Buffer.from([1]), key).subarray(0, 4);
export const keyText = (name, key) => `${name}+${keyId(name, key).toString('hex')}+${Buffer.concat([Buffer.from([1]), key]).toString('base64')}`;
// Base64 may hold a plus, too.
export const readKey = (text) => { const [, name, base64] = text.match(/^([^+]+)\+[0-9a-f]{8}\+(.+)$/); return [name, Buffer.from(base64, 'base64').subarray(1)]; };
const spki = (key) => createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]), format: 'der', type: 'spki' });

export function makeNote(text, name, { secret, key }) {
  const signature = Buffer.concat([keyId(name, key), sign(null, Buffer.from(text), secret)]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
}

export function openNote(note, text) {
  const [name, key] = readKey(text);
  const end = note.lastIndexOf('\n\n');
  const words = note.slice(0, end + 1);
  for (const line of note.slice(end + 2).trim().split('\n')) {
    const [, by, signature] = line.match(/^— (\S+) (\S+)$/);
    const bytes = Buffer.from(signature, 'base64');
    if (by === name && bytes.subarray(0, 4).equals(keyId(name, key)) && verify(null, Buffer.from(words), spki(key), bytes.subarray(4))) return words;
  }
  throw new Error('nobody we know has signed this');
}

// What a line counts as in a chain: also one whose bytes are gone.
export const digestOf = (line) => line.startsWith('{"erased"') ? Buffer.from(JSON.parse(line).erased.digest, 'hex') : sha256(line);
export const chained = (hash, line) => sha256(hash, digestOf(line));
// A feed's hash after one thing more.
export const linked = (hash, { at, feed, kind, id, digest, verdict }) => sha256(hash, sha256([at, feed, kind, id, digest, verdict].join(' ')));
