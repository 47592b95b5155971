// Headquarters and a box whose databases are in SQLCipher's format: they work, lose their power, are copied and restored.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/demo/house.mjs';
import { Desk, domicile } from '../support/desk.mjs';
import { folder, houseFor } from '../support/ground.mjs';

test('databases in SQLCipher\'s format', async (t) => {
  const house = await houseFor(t, { cipher: ['--cipher', 'sqlcipher'] });
  const copies = folder('copies');
  t.after(() => rmSync(copies, { recursive: true, force: true }));
  let desk = new Desk(house.page, 'desk 1');
  await desk.signIn(house.person('supervisor'));
  const { draft } = await desk.command('start_draft', { service: 'domicile' });
  const { seen } = await desk.command('change_draft', { draft, seen: (await desk.get(`drafts/${draft}`)).seen,
    set: Object.fromEntries(domicile('sealed otherwise')) });
  const { application } = await desk.command('file_draft', { draft, seen });

  await t.test('what was filed is settled', () => until('an exchange that leaves nothing', 40, async () => {
    await desk.command('exchange_now');
    return !(await desk.get('status')).unsent;
  }));
  await t.test('P1 both lose their power, and nothing is lost', async () => {
    await house.end('bus-01', 'SIGKILL');
    await house.end('centre', 'SIGKILL');
    await house.startCentre();
    await house.startBus({ printer: false });
    desk = new Desk(house.page, 'desk 1');
    await desk.signIn(house.person('supervisor'));
    assert.equal((await desk.get(`applications/${application}`)).id, application);
  });
  await t.test('P13 the choice is not made again by accident', async () => {
    const { code } = JSON.parse(await house.central('enrol', 'bus-01', '--office', 'lahore', '--json'));
    await house.end('bus-01');
    const { status, err } = await house.run('karvan-node', ['enrol', '--name', 'bus-01', '--cipher', 'aegis',
      '--centre', `https://127.0.0.1:${house.ports.link}`], { vault: 'bus-01', input: `${code}\n` });
    assert.equal(status, 2, err);
    assert.match(err, /sqlcipher/);
  });
  await t.test('a copy is whole, and goes on', async () => {
    const copy = join(copies, 'monday');
    await house.bus(['backup', '--to', copy]);
    assert.match((await house.run('karvan-node', ['verify', copy], { vault: 'bus-01' })).out, /The copy is whole/);
    rmSync(join(house.dir, 'bus-01'), { recursive: true });
    await house.bus(['restore', '--from', copy]);
    await house.bus(['log', 'verify']);
    await house.bus(['compact']);
  });
});
