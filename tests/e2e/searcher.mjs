// What the proof of secrecy relies on: its searcher finds what it must, in every encoding it speaks of, and nothing else; a
// file that is written elsewhere is noticed.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { programs, until } from '../../deploy/demo/house.mjs';
import { Canaries } from '../support/canaries.mjs';
import { changedElsewhere, filesUnder, noteOpen } from '../support/confined.mjs';
import { folder } from '../support/ground.mjs';
import { Searcher, told } from '../support/searcher.mjs';
import { renamed, watched, written } from '../support/traced.mjs';
import { seen } from '../support/unseen.mjs';

const dictionary = new URL('../../sync/exchange/dictionary.bin', import.meta.url).pathname;
const zstd = (bytes, ...words) => execFileSync('zstd', ['-cq', ...words], { input: bytes });

// Two pages' worth of a PDF whose only stream is `content`.
const pdf = (content) => Buffer.concat([Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
4 0 obj<</Length ${content.length}/Filter/FlateDecode>>stream
`), content, Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')]);
const typeset = (operator) => pdf(deflateSync(`BT /F 12 Tf 50 700 Td ${operator} ET`));
const kerned = (text) => `[${[...text].map((letter) => `(${letter})`).join(' 1 ')}] TJ`;

const zip = (bytes) => {
  const packed = deflateRawSync(bytes), head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  return Buffer.concat([head, packed]);
};

const utf8 = (text) => Buffer.from(text);
const inside = (wrap) => (text) => Buffer.concat([randomBytes(777), wrap(text), randomBytes(333)]);
const encodings = {
  'as it is': utf8,
  'in capitals': (text) => utf8(text.toUpperCase()),
  'digits alone': (text) => utf8(/\d/.test(text) ? text.replaceAll('-', '') : text),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
  'hex': (text) => utf8(utf8(text).toString('hex').toUpperCase()),
  'an address': (text) => utf8(`GET /api?q=${encodeURIComponent(`by ${text}`)}`),
  'every byte as percent': (text) => utf8([...utf8(text)].map((b) => `%${b.toString(16)}`).join('')),
  'escaped for JSON': (text) => utf8(text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)),
  'base64': (text) => utf8(utf8(`{"a":"${text}"}`).toString('base64')),
  'base64, one further': (text) => utf8(utf8(`{"ab":"${text}"}`).toString('base64')),
  'base64, two further, of addresses': (text) => utf8(utf8(`{"abc":"${text}"}`).toString('base64url')),
  'gzip': (text) => gzipSync(`a ${text} b`.repeat(30)),
  'gzip, cut off': (text) => { const whole = gzipSync(Buffer.concat([utf8(text), randomBytes(100_000)])); return whole.subarray(0, 60_000); },
  'zlib': (text) => deflateSync(utf8(text)),
  'zip': (text) => zip(utf8(text)),
  'zstd': (text) => zstd(utf8(`a ${text} b`.repeat(30))),
  'zstd of the exchange': (text) => zstd(utf8(`{"set":{"full_name":"${text}"}}`.repeat(5)), '-19', '-D', dictionary),
  'zstd inside base64 inside gzip': (text) => gzipSync(`"${zstd(utf8(`${text} and ${text}`)).toString('base64')}"`),
  'utf-16 inside zstd': (text) => zstd(Buffer.from(`${text} `.repeat(9), 'utf16le')),
  'a stream of a PDF': (text) => (/^[\x20-\x7e]*$/.test(text) ? typeset(`(${text}) Tj`) : pdf(deflateSync(utf8(text)))),
};

test('P13 each canary is found in each encoding, wherever it stands', (t) => {
  const dir = folder('searcher');
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const canaries = new Canaries();
  for (let i = 0; i < 5; ++i) for (const shape of ['word', 'identity', 'phone']) canaries[shape]();
  const searcher = new Searcher(canaries.all);
  for (const [name, encode] of Object.entries(encodings))
    for (const canary of canaries.all) {
      const file = join(dir, 'file');
      writeFileSync(file, inside(encode)(canary.text));
      const found = searcher.inFile(file);
      assert.ok(found.some((hit) => hit.canary === canary), `${name}: a canary of the shape ${canary.shape}`);
      assert.ok(found.every((hit) => hit.canary === canary), `${name}: another canary`);
      assert.ok(told('FILE', found).every((line) => !line.includes(canary.text)), 'what was found is not told');
    }
});

test('P13 what only the fonts of a PDF spell is found', () => {
  const canaries = new Canaries();
  const text = canaries.latin();
  const found = new Searcher(canaries.all).inBytes(inside(() => typeset(kerned(text)))(''));
  assert.deepEqual(found.map(({ encoding }) => encoding), ['pdf at 777 > utf-8']);
});

test('P13 a canary that lies across two pieces of a large file is found, once at least', (t) => {
  const dir = folder('searcher');
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const canaries = new Canaries();
  const bytes = Buffer.alloc(66 << 20);
  const offset = (64 << 20) - 5;
  bytes.write(canaries.latin(), offset);
  writeFileSync(join(dir, 'large'), bytes);
  const found = new Searcher(canaries.all).inFile(join(dir, 'large'));
  assert.ok(found.length >= 1 && found.every((hit) => hit.offset === offset));
});

test('P13 where there is none, none is found', () => {
  const mine = new Canaries(), others = new Canaries();
  for (let i = 0; i < 300; ++i) for (const shape of ['word', 'identity', 'phone']) mine[shape](), others[shape]();
  const text = JSON.stringify(others.all);
  assert.deepEqual(new Searcher(mine.all).inBytes(Buffer.concat([randomBytes(4 << 20), Buffer.from(text), gzipSync(text), zstd(Buffer.from(text))])), []);
});

test('P13 a file that is written outside of the folder is noticed, while it is open and afterwards', async (t) => {
  const root = folder('searcher'), elsewhere = mkdtempSync('/var/tmp/karvan-elsewhere-');
  const file = join(elsewhere, 'file'), begunMs = Date.now() - 1000;
  const child = spawn('sh', ['-c', 'exec 5>>"$0"; read line', file], { stdio: ['pipe', 'ignore', 'ignore'] });
  t.after(() => {
    child.kill('SIGKILL');
    for (const dir of [root, elsewhere]) rmSync(dir, { recursive: true, force: true });
  });
  const open = new Map(), looked = new Set();
  await until('the open file', 10, () => {
    noteOpen(open, looked);
    return looked.has(child.pid) && open.has(file);
  });
  assert.ok([...changedElsewhere(root, begunMs)].includes(file));
  assert.ok(![...changedElsewhere(root, Date.now() + 60_000)].includes(file));
  writeFileSync(join(root, 'mine'), '');
  assert.deepEqual([...filesUnder(root)], [join(root, 'mine')]);
});

const sleight = `cd "$0"
echo x >file; mv file other; (exec 3<>third; echo "$1" >&3); cat other; rm other
exec 4>fourth; rm fourth; echo "$1" >&4
echo "$1" >fifth; echo x >fifth
rm third; : >sixth; mv sixth fifth; rm fifth`;

test('P13 a file that is there for a moment is noticed, by each name that it had, and all that it held is kept', async (t) => {
  const root = folder('traced');
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const bin = join(root, 'bin'), logs = join(root, 'logs'), kept = join(root, 'kept');
  mkdirSync(bin);
  symlinkSync('/bin/sh', join(bin, 'program'));
  symlinkSync(join(programs, 'kept_files.so'), join(bin, 'kept_files.so'));
  const into = watched(bin, ['program'], { into: join(root, 'watched'), logs, kept });
  const canaries = new Canaries();
  execFileSync(join(into.bin, 'program'), ['-c', sleight, root, canaries.latin()], { stdio: 'ignore' });
  const searcher = new Searcher(canaries.all);
  const holding = [...filesUnder(kept)].filter((path) => searcher.inFile(path).length > 0).map((path) => path.replace(/.*\./, ''));
  assert.deepEqual(holding.sort(), ['fifth', 'fourth', 'third']);
  if (!seen(t, into.traced, 'each name of a file: strace may not look into a process that hides its memory here')) return;
  const told = (by) => readdirSync(logs).filter((name) => name.startsWith('program')).flatMap((name) => [...by(readFileSync(join(logs, name), 'utf8'), '/')]);
  const paths = () => told(written).map(({ path }) => path).filter((path) => path.startsWith(`${root}/`) && !path.startsWith(kept));
  await until('the end of the trace', 10, () => paths().length >= 8);
  assert.deepEqual(paths(), ['file', 'other', 'third', 'fourth', 'fifth', 'fifth', 'sixth', 'fifth'].map((name) => join(root, name)));
  assert.ok(told(renamed).some(([from, to]) => from === join(root, 'file') && to === join(root, 'other')));
});
