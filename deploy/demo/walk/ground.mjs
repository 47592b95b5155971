// What a walk stands on: a house that runs, a browser, and a folder for what it leaves.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../browser.mjs';

export async function ground(house, album) {
  mkdirSync(album, { recursive: true });
  const browser = await openBrowser();
  const faults = [];
  const open = async (options = {}) => {
    const page = await (await browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Karachi', viewport: { width: 1280, height: 800 }, ...options })).newPage();
    page.on('pageerror', (fault) => faults.push(fault));
    return page;
  };
  const page = await open();
  const picture = (name, of = page) => of.screenshot({ path: join(album, `${name}.png`), fullPage: true });
  return {
    house, album, browser, open, page, picture, faults,
    dir: house.dir,
    operator: house.person('operator'),
    printed: () => readdirSync(join(house.dir, 'printer/spool')).filter((name) => name.endsWith('.pdf')).sort(),
    // Every way that people look at a screen.
    async pictureInAllWays(name) {
      for (const [way, size] of [['desk', { width: 1280, height: 800 }], ['tablet', { width: 820, height: 1180 }]]) {
        await page.setViewportSize(size);
        await picture(`${name}-${way}`);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ colorScheme: 'dark' });
      await picture(`${name}-dark`);
      await page.emulateMedia({ colorScheme: 'light' });
    },
  };
}
