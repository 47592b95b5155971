// Pictures for the mock node: a portrait, a finger, a page; grey PNG drawn by arithmetic. Development only.
import {deflateSync} from "node:zlib";

const crc_of = bytes => {
  let crc = ~0;
  for (const b of bytes) {
    crc ^= b;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
};

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc_of(body), body.length + 4);
  return out;
}

function png(width, height, grey) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + x + 1] = grey(x / width - 0.5, y / height - 0.5);
  const sign = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([sign, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

const drawn = {
  camera: () => png(240, 300, (x, y) => (Math.hypot(x, y + 0.12) < 0.2 || (y > 0.16 && Math.abs(x) < 0.3) ? 90 : 215)),
  fingerprint: () =>
    png(240, 300, (x, y) => {
      const far = Math.hypot(x, y * 0.8);
      return far > 0.42 ? 245 : Math.sin(far * 110 + Math.atan2(y, x) * 2) > 0 ? 70 : 225;
    }),
  scanner: () => png(240, 320, (x, y) => (Math.abs(x) < 0.4 && Math.sin(y * 90) > 0.55 && y > -0.3 ? 120 : 250)),
};
const kept = {};
export const picture = family => (kept[family] ??= (drawn[family] ?? drawn.scanner)());
