// As much of CBOR (RFC 8949) as a document's code is made of: definite lengths, no floating point. Throws `Malformed`.
export class Malformed extends Error {}

export interface Tagged {
  tag: number;
  value: Value;
}
export type Value = number | boolean | null | string | Uint8Array | Value[] | Map<number | string, Value> | Tagged;

const depth_max = 8;

class Reader {
  private at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  done = () => this.at === this.bytes.length;

  private take(size: number): Uint8Array {
    if (size > this.bytes.length - this.at) throw new Malformed("short");
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  private argument(info: number): number {
    if (info < 24) return info;
    if (info > 27) throw new Malformed("length");
    const value = this.take(1 << (info - 24)).reduce((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(value)) throw new Malformed("number");
    return value;
  }

  value(depth = 0): Value {
    if (depth > depth_max) throw new Malformed("depth");
    const head = this.take(1)[0] ?? 0;
    const major = head >> 5;
    if (major === 7) return this.simple(head & 31);
    const n = this.argument(head & 31);
    switch (major) {
      case 0:
        return n;
      case 1:
        return -1 - n;
      case 2:
        return this.take(n);
      case 3:
        return new TextDecoder("utf-8", {fatal: true}).decode(this.take(n));
      case 4:
        return this.list(n, depth);
      case 5:
        return this.map(n, depth);
      default:
        return {tag: n, value: this.value(depth + 1)};
    }
  }

  private simple(info: number): boolean | null {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22) return null;
    throw new Malformed("simple");
  }

  private list(size: number, depth: number): Value[] {
    const out: Value[] = [];
    for (let i = 0; i < size; ++i) out.push(this.value(depth + 1));
    return out;
  }

  private map(size: number, depth: number): Map<number | string, Value> {
    const out = new Map<number | string, Value>();
    for (let i = 0; i < size; ++i) {
      const key = this.value(depth + 1);
      if (typeof key !== "number" && typeof key !== "string") throw new Malformed("key");
      if (out.has(key)) throw new Malformed("key twice");
      out.set(key, this.value(depth + 1));
    }
    return out;
  }
}

export function read_cbor(bytes: Uint8Array): Value {
  const reader = new Reader(bytes);
  let value: Value;
  try {
    value = reader.value();
  } catch (error) {
    throw error instanceof Malformed ? error : new Malformed("text");
  }
  if (!reader.done()) throw new Malformed("more");
  return value;
}

// The head of a byte or text string, or of a list (major type 2, 3, 4), in its shortest form.
export function head(major: number, n: number): number[] {
  const first = major << 5;
  if (n < 24) return [first | n];
  if (n < 256) return [first | 24, n];
  return [first | 25, n >> 8, n & 255];
}
