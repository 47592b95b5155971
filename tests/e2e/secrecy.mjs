// Canary strings go every way that what a citizen tells can go. Then every file that the programs and the browser could
// have written is searched, as it is and unpacked: nothing but what was handed out in the clear holds one.
//
// How many are told on each way is said with it; nothing that is there before is counted. On paper are those of the ones
// with papers that pdftotext reads (unsealed.mjs). Copy, compacted file, restored box and centre's backup hold all that was
// taken until then; a salvage, a sort, a kill and the search for names meet those as well.
//
// Not seen: what a program writes over in place, and what the browser alone has open for less than 200 ms.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Searcher } from '../support/searcher.mjs';
import { copiedAndCompacted, cutOff, killed, restoredAndSalvaged, sorted } from './secrecy/boxes.mjs';
import { browsed, browsedThere, browserKilled } from './secrecy/browser.mjs';
import { noAddressHolds, noFileForAMoment, noFileHolds, noOtherFile, nothingSwapped } from './secrecy/checks.mjs';
import { Ground } from './secrecy/ground.mjs';
import { foundInTheClear, foundUnsealed } from './secrecy/unsealed.mjs';
import { byHundreds, byStick, erased, exchanged, filedWithPapers, refusedByBoth } from './secrecy/ways.mjs';

const inBrowserThere = (ground) => browsedThere(ground, ground.taken.find(({ application }) => application).set.full_name);

const ways = [
  ['in a real browser: filled in, searched, filed, left as it stands', browsed, 25],
  ['filed with scans, shown, paid, printed', filedWithPapers, 2000],
  ['refused, by the bus and by headquarters', refusedByBoth, 1000],
  ['exchanged, changed at both ends, decided, printed, handed over', exchanged, 150],
  ['erased by order', erased, 20],
  ['by stick', byStick, 1000],
  ['by hundreds, searched, listed, backed up', byHundreds, 1000],
  ['copied by the box itself, and written anew', copiedAndCompacted, 0],
  ['restored from the copy, damaged and salvaged', restoredAndSalvaged, 0],
  ['sorted by name, more than fits', sorted, 0],
  ['in a real browser at headquarters', inBrowserThere, 1],
  ['killed at work, and asked to dump their memory', killed, 10],
  ['the browser killed with a form open, and started again', browserKilled, 0],
  ['cut off', cutOff, 25],
];

test('P13 a thousand canaries, and no file that holds one', async (t) => {
  const ground = new Ground();
  t.after(() => ground.stop());
  await ground.build();
  for (const [name, way, least] of ways)
    await t.test(least ? `${name}: by ${least} canaries at least` : name, async (step) => {
      const before = ground.canaries.all.length;
      await way(ground, step);
      const told = ground.canaries.all.length - before;
      assert.ok(told >= least, `${told} canaries`);
    });
  const searcher = new Searcher(ground.canaries.all);
  await t.test('P13 no file holds a canary', (step) => noFileHolds(ground, searcher, step));
  await t.test('P13 no address of a page holds a canary', () => noAddressHolds(ground, searcher));
  await t.test('P13 no other file was open for writing', (step) => noOtherFile(ground, step));
  await t.test('P13 no other file was written for a moment', (step) => noFileForAMoment(ground, step));
  await t.test('P13 bus and centre are in memory, not in swap', (step) => nothingSwapped(ground, step));
  await t.test('P13 what was handed out in the clear holds them', () => foundInTheClear(ground, searcher));
  await t.test('P13 each file of the same programs without encryption holds them', (step) => foundUnsealed(ground, step));
});
