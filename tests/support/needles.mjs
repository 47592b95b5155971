// Finds any of many strings in bytes, in one pass, in each encoding that a program may have written them in. ASCII letters
// count the same in either case; a number is looked for with and without its dashes.

// Bytes as they are compared: A to Z as a to z.
const folded = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

const swapped = (bytes) => Buffer.from(bytes).swap16();
const percent = (bytes) => Buffer.from([...bytes].map((b) => `%${b.toString(16).padStart(2, '0')}`).join(''));
const escaped = (text) => Buffer.from(text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`));

// What base64 makes of bytes that stand 0, 1 or 2 after the beginning of a group of three: only the characters that no
// neighbour has a part in.
function* base64(bytes) {
  for (let before = 0; before < 3; ++before) {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '');
    const whole = text.slice(before ? before + 1 : 0, Math.floor(((before + bytes.length) * 8) / 6));
    yield ['base64', Buffer.from(whole)];
    if (/[+/]/.test(whole)) yield ['base64url', Buffer.from(whole.replaceAll('+', '-').replaceAll('/', '_'))];
  }
}

function* encodings(text) {
  const utf8 = Buffer.from(text), utf16 = Buffer.from(text, 'utf16le');
  yield ['utf-8', utf8];
  yield ['utf-16le', utf16];
  yield ['utf-16be', swapped(utf16)];
  yield ['hex', Buffer.from(utf8.toString('hex'))];
  yield ['percent', percent(utf8)];
  yield ['percent', Buffer.from(encodeURIComponent(text))];
  yield ['escape', escaped(text)];
  yield* base64(utf8);
}

function* writings({ shape, text }) {
  yield text;
  if (shape === 'identity' || shape === 'phone') yield text.replaceAll('-', '');
  yield text.toLowerCase();
  yield text.toUpperCase();
}

export class Needles {
  // `canaries`: {number, shape, text}.
  constructor(canaries) {
    this.starts = new Uint8Array(1 << 21);  // a bit for each three bytes that a needle begins with
    this.byStart = new Map();
    const seen = new Set();
    for (const canary of canaries)
      for (const text of writings(canary))
        for (const [encoding, raw] of encodings(text)) {
          const bytes = raw.map((byte) => folded[byte]);
          const known = Buffer.from(bytes).toString('latin1');
          if (seen.has(known)) continue;
          seen.add(known);
          const start = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
          this.starts[start >> 3] |= 1 << (start & 7);
          if (!this.byStart.has(start)) this.byStart.set(start, []);
          this.byStart.get(start).push({ canary, encoding, bytes });
        }
  }

  // Calls found({canary, encoding, offset}) for each place.
  search(bytes, found) {
    const { starts } = this;
    let window = (folded[bytes[0]] << 8) | (folded[bytes[1]] << 16);
    for (let end = 2; end < bytes.length; ++end) {
      window = (window >>> 8) | (folded[bytes[end]] << 16);
      if (starts[window >> 3] & (1 << (window & 7))) this.#compare(bytes, end - 2, window, found);
    }
  }

  #compare(bytes, offset, start, found) {
    for (const needle of this.byStart.get(start)) {
      if (offset + needle.bytes.length > bytes.length) continue;
      let same = 3;
      while (same < needle.bytes.length && folded[bytes[offset + same]] === needle.bytes[same]) ++same;
      if (same === needle.bytes.length) found({ canary: needle.canary, encoding: needle.encoding, offset });
    }
  }
}
