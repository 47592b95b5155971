// The drawer is counted, and the stop closes.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exchanged, quietDesk } from './desks.mjs';
import { asSupervisor, button, confirm, room } from './hands.mjs';
import { say } from './staff_page.mjs';

export const eveningSteps = [
  ['the shift is counted and closed', async ({ house, page, picture }) => {
    await room(house, page, 'cash');
    await button(page, 'cash.count').click();
    // 2000 float, 560 and 200 taken: 760 into the bag.
    await page.getByLabel(say('cash.deposit')).fill('760');
    for (const [face, many] of [[/\s1,000\.00/, '1'], [/\s500\.00/, '2']])
      await page.locator('.face').filter({ has: page.locator('.face-value', { hasText: face }) }).locator('input').fill(many);
    await picture('47-count');
    await button(page, 'cash.close').click();
    await page.getByRole('heading', { name: say('cash.open_title') }).waitFor();
    await picture('48-shift-closed');
  }],

  ['the stop closes with one signed day sheet; headquarters prints the same bytes', async (walk) => {
    const { house, album, page, operator, picture } = walk;
    await room(house, page, 'cash/stop');
    await picture('49-stop');
    await asSupervisor(page, house.person('supervisor'), operator, async () => {
      await button(page, 'stop.close').click();
      await confirm(page, 'stop.close');
      await page.locator('pre').waitFor();
      await picture('50-day-sheet');
    });
    await exchanged(walk);
    const desk = await quietDesk(walk);
    const [{ date }] = (await desk.get('stop')).sheets;
    const { body } = await desk.raw('GET', `/api/v1/day_sheets/${date}`);
    writeFileSync(join(album, 'day-sheet.txt'), body);
    assert.equal(await house.central('day', 'bus-01', date), body);
  }],
];
