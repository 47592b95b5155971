// The slots of a box's vault, with the real programs: another keeper, headquarters, a TPM, and the end of it all.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/demo/house.mjs';
import { houseFor } from '../support/ground.mjs';

const first = 'chosen at the first start';
const second = 'of the night shift';
const third = 'given by headquarters';

// Runs a program with secrets on its descriptors 3, 4, …
async function run(command, args, ...secrets) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe', ...secrets.map(() => 'pipe')] });
  secrets.forEach((secret, i) => {
    child.stdio[3 + i].on('error', () => {});
    child.stdio[3 + i].end(`${secret}\n`);
  });
  let said = '';
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (bytes) => { said += bytes; });
  const status = await new Promise((done) => child.on('close', done));
  for (const secret of secrets.filter(Boolean)) assert.ok(!said.includes(secret));
  return { status, said };
}

function softTpm(dir) {
  mkdirSync(dir);
  const socket = join(dir, 'tpm');
  const started = spawnSync('swtpm', ['socket', '--tpm2', '--tpmstate', `dir=${dir}`, '--server', `type=unixio,path=${socket}`,
    '--ctrl', `type=unixio,path=${socket}.ctrl`, '--flags', 'not-need-init,startup-clear', '--pid', `file=${dir}/pid`, '--daemon']);
  assert.equal(started.status, 0, `${started.stderr}`);
  const pid = Number(readFileSync(join(dir, 'pid'), 'utf8'));
  return { tcti: `swtpm:path=${socket}`, stop: () => process.kill(pid) };
}

test('the slots of a vault', async (t) => {
  const house = await houseFor(t);
  const folder = join(house.dir, 'bus-01');
  const file = join(folder, 'vault.json');
  const limits = (name) => readFileSync(`/proc/${house.running.get(name).pid}/limits`, 'utf8');
  const vault = (args, ...secrets) => run(join(house.bin, 'karvan-node'),
    ['vault', ...args, '--data', folder, '--passphrase-fd', '3'], ...secrets);
  const verify = (passphrase) => run(join(house.bin, 'karvan-node'),
    ['log', 'verify', '--data', folder, '--passphrase-fd', '3'], passphrase);
  const must = async (promise) => {
    const done = await promise;
    assert.equal(done.status, 0, done.said);
    return done.said;
  };
  const slots = async () => (await must(vault(['list']))).trim().split('\n').map((line) => line.split(/ {2}/));
  const served = async (how) => {
    house.keep('bus-01', join(house.bin, 'karvan-node'), ['serve', '--page', `127.0.0.1:${house.ports.page}`, ...how.args], how);
    await until('karvan-node', 30, house.answers(house.page));
    assert.equal(await house.end('bus-01'), 0);
  };
  const original = house.passphrase('bus-01');

  await t.test('P13: neither program leaves a core dump', () => {
    for (const name of ['bus-01', 'centre']) assert.match(limits(name), /Max core file size +0 +0 /);
  });
  await t.test('P13: both programs lock the memory that OpenSSL keeps keys in', () => {
    for (const name of ['bus-01', 'centre']) {
      const status = readFileSync(`/proc/${house.running.get(name).pid}/status`, 'utf8');
      assert.ok(Number(/^VmLck:\s*(\d+) kB/m.exec(status)[1]) >= 1024, name);
    }
  });
  await t.test('while the node runs nothing is changed', async () => {
    const busy = await vault(['add', 'recovery'], original);
    assert.equal(busy.status, 5);
    assert.match(busy.said, /busy/);
  });
  await house.end('bus-01');

  await t.test('another keeper comes, the first goes', async () => {
    const [id, kind] = (await slots())[0];
    assert.equal(kind, 'passphrase');
    await must(vault(['add', 'passphrase', '--label', 'night', '--new-passphrase-fd', '4'], original, second));
    assert.match((await vault(['add', 'passphrase', '--new-passphrase-fd', '4'], original, 'brief')).said, /passphrase_short/);
    await must(vault(['remove', id], second));
    assert.match((await verify(original)).said, /key_wrong/);
    await must(verify(second));
    const left = (await slots()).find(([, kind]) => kind === 'passphrase');
    const last = await vault(['remove', left[0]], second);
    assert.equal(last.status, 2);
    assert.match(last.said, /slot_recovery_alone/);
  });
  await t.test('a new master key', async () => {
    const before = readFileSync(file, 'utf8');
    await must(vault(['rewrap'], second));
    assert.notEqual(readFileSync(file, 'utf8'), before);
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('vault')), ['vault.json']);
    await must(verify(second));
  });
  await t.test('on the page, where nobody has a terminal', async () => {
    house.keep('bus-01', join(house.bin, 'karvan-node'),
      ['serve', '--unlock-page', '--page', `127.0.0.1:${house.ports.page}`, '--data', folder], {});
    const hello = async () => (await fetch(`${house.page}/api/v1/hello`)).json();
    const say = (passphrase) => fetch(`${house.page}/api/v1/commands/open_box`,
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ passphrase }) });
    await until('the sealed page', 30, async () => (await hello()).unlocked === false);
    assert.equal((await fetch(`${house.page}/`)).status, 200);
    assert.equal((await (await say(first)).json()).type, 'key_wrong');
    assert.equal((await say(second)).status, 429);
    await until('the try that may come', 10, async () => (await say(second).catch(() => ({ ok: true }))).ok);
    await until('the counter', 30, async () => (await hello()).unlocked);
    assert.equal(await house.end('bus-01'), 0);

    house.keep('bus-01', join(house.bin, 'karvan-node'),
      ['serve', '--unlock-page', '--page', `127.0.0.1:${house.ports.page}`, '--data', folder], {});
    await until('the sealed page', 30, async () => (await hello()).unlocked === false);
    assert.equal(await house.end('bus-01'), 'SIGTERM');
  });
  await t.test('a TPM starts the box with nobody there', async () => {
    const tpm = softTpm(join(house.dir, 'tpm'));
    t.after(() => { try { tpm.stop(); } catch { /* ended */ } });
    await must(vault(['add', 'tpm', '--tpm', tpm.tcti], second));
    assert.match(await must(vault(['list'])), /tpm .* PCR 7/);
    await served({ args: ['--data', folder, '--tpm', tpm.tcti] });
    tpm.stop();
    const asked = await run(join(house.bin, 'karvan-node'), ['serve', '--data', folder, '--tpm', tpm.tcti, '--passphrase-fd', '3'], '');
    assert.match(asked.said, /The TPM cannot be reached[^]*No passphrase was given/);
  });
  await t.test('headquarters opens it when the passphrase is lost', async () => {
    // Enrolment made the slot; nobody had to think of it.
    assert.deepEqual((await slots()).filter(([, kind]) => kind === 'recovery').map(([, , , label]) => label), ['headquarters']);
    const out = join(house.dir, 'opened.json');
    const central = (...secrets) => run(join(house.bin, 'karvan-central'), ['vault', 'open', file, '--out', out,
      '--data', join(house.dir, 'centre'), '--passphrase-fd', '3', '--new-passphrase-fd', '4', '--json'], ...secrets);
    const told = JSON.parse(await must(central(house.passphrase('centre'), third)));
    assert.equal(told.box, 'bus-01');
    renameSync(out, file);
    await must(verify(third));
    await must(vault(['remove', told.slot], second));
  });
  await t.test('a key in a file opens it without a centre', async () => {
    const key = join(house.dir, 'identity');
    await house.central('key', 'export', key);
    const out = join(house.dir, 'opened.json');
    await must(run(join(house.bin, 'karvan-central'), ['vault', 'open', file, '--out', out, '--identity', key,
      '--new-passphrase-fd', '3'], first));
    renameSync(out, file);
    await must(verify(first));
  });
  await t.test('P13: erased, nothing opens again', async () => {
    const wrong = await vault(['erase', '--box', 'bus-02']);
    assert.equal(wrong.status, 2);
    assert.match(wrong.said, /name_differs/);
    assert.match(await must(vault(['erase', '--box', 'bus-01'])), /The vault of bus-01 is destroyed/);
    assert.match((await verify(second)).said, /not_enrolled/);
  });
});
