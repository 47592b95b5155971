// The node's start, its memory with the page open, the weight of the page's first load
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { House } from '../../deploy/demo/house.mjs';
import { carryCookie, openBrowser } from '../support/browser.mjs';
import { Desk } from '../support/desk.mjs';
import { memoryMib, percentile, report, round } from './figures.mjs';

const small = process.argv.includes('--small');
const starts = small ? 1 : 5;
const dir = mkdtempSync(join(tmpdir(), 'karvan-start-'));
const house = new House(dir, 34000 + (process.pid % 2000) * 6);

// Bytes on the wire until the page stands still; fonts apart.
async function firstLoad(browser, desk) {
  const context = await browser.newContext();
  await carryCookie(context, desk);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const weights = new Map();
  let fonts = 0;
  const kinds = new Map();
  devtools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (kinds.get(requestId) === 'Font') fonts += encodedDataLength;
    else weights.set(requestId, encodedDataLength);
  });
  await devtools.send('Network.enable');
  await page.goto(house.page, { waitUntil: 'load' });
  await page.getByRole('main').first().waitFor();
  await page.waitForTimeout(10_000);  // the figure is asked for ten seconds after sign-in
  return { bytes: [...weights.values()].reduce((sum, n) => sum + n, 0), fonts };
}

// The floor: the same program loaded and ended without doing anything.
async function emptyProcess() {
  const times = [];
  for (let i = 0; i < 5; ++i) {
    const begun = performance.now();
    await house.run('karvan-node', ['--help']);
    times.push(performance.now() - begun);
  }
  return round(percentile(times, 0.5));
}

let status = 1;
let browser;
try {
  await house.open({ printer: false, devices: '' });
  const ready = [], unlock = [];
  for (let i = 0; i < starts; ++i) {
    await house.end('bus-01');
    await house.startBus({ printer: false });
    const said = [...readFileSync(join(dir, 'bus-01.log'), 'utf8').matchAll(/ready after (\d+) ms, (\d+) ms of them to unlock/g)].at(-1);
    ready.push(said[1] - said[2]);
    unlock.push(Number(said[2]));
  }
  const desk = new Desk(house.page, 'desk 1');
  await desk.signIn(house.person('operator'));
  browser = await openBrowser();
  const { bytes, fonts } = await firstLoad(browser, desk);
  status = report('start', {
    ready_ms: percentile(ready, 0.5), unlock_ms: percentile(unlock, 0.5),
    resident_mib: round(memoryMib(house.running.get('bus-01').pid)), first_load_kb: round(bytes / 1024), fonts_kb: round(fonts / 1024),
  }, { empty_process_ms: await emptyProcess() }, { ready_ms: '<1000', resident_mib: '<64', first_load_kb: '<60' },
  { small, always: ['resident_mib', 'first_load_kb'] });
} finally {
  await browser?.close();
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(status);
