// A desk without a page: speaks the node's API, or the centre's, as the page does; for the working day of the
// demonstration, for benches and end-to-end tests.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

export class Problem extends Error {
  constructor(status, body) {
    super(`${status} ${body?.type ?? ''} ${JSON.stringify(body?.args ?? {})}`);
    this.status = status;
    this.type = body?.type;
    this.args = body?.args ?? {};
  }
}

export class Desk {
  constructor(base, seat) {
    this.base = new URL(base);
    this.seat = seat;
    this.cookie = '';
    this.agent = new Agent({ keepAlive: true, maxSockets: 1 });
  }

  // Sends raw bytes as they are; gives status, headers and the body, parsed where it is JSON.
  raw(method, path, body, headers = {}) {
    return new Promise((done, failed) => {
      const sent = request(
        { host: this.base.hostname, port: this.base.port, method, path, agent: this.agent,
          headers: { cookie: this.cookie, origin: this.base.origin, ...(body === undefined ? {} :
            { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }), ...headers } },
        (answer) => {
          const parts = [];
          answer.on('data', (part) => parts.push(part));
          answer.on('error', failed);
          answer.on('end', () => {
            const text = Buffer.concat(parts).toString();
            const given = answer.headers['set-cookie']?.[0]?.split(';')[0];
            if (given) this.cookie = given;
            let parsed = text;
            if (/json/.test(answer.headers['content-type'] ?? '')) parsed = JSON.parse(text);
            done({ status: answer.statusCode, headers: answer.headers, body: parsed });
          });
        });
      sent.on('error', failed);
      if (body !== undefined) sent.write(body);
      sent.end();
    });
  }

  async get(path) {
    const { status, body } = await this.raw('GET', `/api/v1/${path}`);
    if (status !== 200) throw new Problem(status, body);
    return body;
  }

  // What a page asks by POST, so that its words stand in no address.
  async ask(path, members) {
    const { status, body } = await this.raw('POST', `/api/v1/${path}`, JSON.stringify(members));
    if (status !== 200) throw new Problem(status, body);
    return body;
  }

  // A repeat with the same `cmd` gets the first answer, so one broken connection is tried once more.
  async command(name, members = {}) {
    const text = JSON.stringify({ cmd: randomUUID(), ...members });
    const { status, body } = await this.raw('POST', `/api/v1/commands/${name}`, text);
    if (status >= 400) throw new Problem(status, body);
    return body;
  }

  signIn(person) { return this.command('sign_in', { staff: person.id, pin: person.pin, seat: this.seat }); }
}

// A program of an institution at the centre: a key instead of a person.
export class Institution {
  constructor(base, key) {
    this.base = base;
    this.key = key;
  }

  async ask(method, path, members) {
    const answer = await fetch(`${this.base}/api/v1/institution/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' },
      ...(members && { body: JSON.stringify({ cmd: randomUUID(), ...members }) }),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Problem(answer.status, body);
    return body;
  }
  waiting(state = 'received') { return this.ask('GET', `applications?state=${state}`); }
  accept(office, id) { return this.ask('POST', 'accept', { office, id }); }
  decide(office, id, outcome, reason = '', reference = '') {
    return this.ask('POST', 'decide', { office, id, outcome, reason, reference });
  }
}
