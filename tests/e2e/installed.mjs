// What is installed on a real box and at headquarters, started by the very lines of its service files.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/demo/house.mjs';
import { folder, houseFor } from '../support/ground.mjs';

const lines = (service, name) => readFileSync(service, 'utf8').split('\n')
  .filter((line) => line.startsWith(`${name}=`)).map((line) => line.slice(name.length + 1));

// Environment= of the file, then what the place gives.
function environment(service, given) {
  const words = lines(service, 'Environment').join(' ').split(' ');
  return { ...Object.fromEntries(words.map((word) => word.split('='))), ...given };
}

// ExecStart as systemd reads it (systemd.service(5), COMMAND LINES): quoted words, %S, ${NAME} as a word, $NAME as words.
function command(service, env, { prefix, state }) {
  const line = lines(service, 'ExecStart')[0].replaceAll('%S', state).replaceAll('/usr/local', prefix);
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].flatMap(([, quoted, word]) => {
    if (quoted !== undefined) return [quoted];
    if (/^\$\w+$/.test(word)) return (env[word.slice(1)] ?? '').split(' ').filter(Boolean);
    return [word.replace(/\$\{(\w+)\}/g, (_, name) => env[name] ?? '')];
  });
}

test('what is installed starts by its service files', async (t) => {
  const house = await houseFor(t);
  await house.end('bus-01');
  await house.end('centre');
  const place = folder('installed');
  t.after(() => rmSync(place, { recursive: true, force: true }));
  const prefix = join(place, 'usr');
  const made = spawnSync('cmake', ['--install', dirname(house.bin), '--prefix', prefix], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  const started = new Set();
  t.after(() => Promise.all([...started].map((child) => { child.kill(); return child.ended; })));

  // Starts a service as systemd would; gives its process.
  const start = (name, given) => {
    const service = join(prefix, 'lib/systemd/system', `karvan-${name}.service`);
    const env = environment(service, { PATH: process.env.PATH, ...given });
    const [program, ...args] = command(service, env, { prefix, state: house.dir });
    const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    child.said = '';
    child.stderr.on('data', (bytes) => { child.said += bytes; });
    child.ended = new Promise((done) => child.on('close', (status) => { started.delete(child); done(status); }));
    started.add(child);
    return child;
  };
  const { page, lan, office, sync } = house.ports;

  await t.test('headquarters, with its passphrase in a credential', async () => {
    mkdirSync(join(house.dir, 'karvan-witness'));
    renameSync(join(house.dir, 'centre'), join(house.dir, 'karvan-central'));
    const credentials = join(place, 'credentials');
    mkdirSync(credentials);
    writeFileSync(join(credentials, 'passphrase'), house.passphrase('centre'), { mode: 0o600 });
    const centre = start('central', { CREDENTIALS_DIRECTORY: credentials, KARVAN_SYNC: `127.0.0.1:${sync}`,
      KARVAN_PAGE: `127.0.0.1:${office}`, KARVAN_OPTIONS: '--host 127.0.0.1' });
    await until('headquarters', 30, house.answers(house.office)).catch((fault) => assert.fail(`${fault} ${centre.said}`));
    assert.ok(readFileSync(join(house.dir, 'karvan-witness/central'), 'utf8').length > 0);
  });
  await t.test('a box without a TPM waits at its unlock page', async () => {
    renameSync(join(house.dir, 'bus-01'), join(house.dir, 'karvan-node'));
    mkdirSync(house.stick(), { recursive: true });
    const node = start('node', { KARVAN_PAGE: `127.0.0.1:${page}`, KARVAN_LAN: `127.0.0.1:${lan}`,
      KARVAN_STICKS: house.stick(), KARVAN_OPTIONS: '--tpm none --stop Lahore' });
    const hello = await until('the unlock page', 30, async () => (await fetch(`${house.page}/api/v1/hello`)).json())
      .catch((fault) => assert.fail(`${fault} ${node.said}`));
    assert.equal(hello.unlocked, false);
  });
  await t.test('what was typed wrongly is the status that is not tried again', async () => {
    const node = start('node', { KARVAN_OPTIONS: '--no-such-option' });
    assert.equal(await node.ended, 2);
    assert.match(lines(join(prefix, 'lib/systemd/system/karvan-node.service'), 'RestartPreventExitStatus')[0], /\b2\b/);
  });
});
