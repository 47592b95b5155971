import assert from "node:assert/strict";
import {test} from "node:test";
import {from_base45} from "../base45";
import {Malformed, read_cbor} from "../cbor";
import {check, type PublishedKey} from "../credential";
import {by_browser, by_library} from "../ed25519";
import shared from "./credential.json";

const key: PublishedKey = shared.key;
const bytes = (...list: number[]) => new Uint8Array(list);
const ascii = (text: string) => new TextEncoder().encode(text);

test("Base45: the RFC's vectors", () => {
  assert.deepEqual(from_base45("BB8"), ascii("AB"));
  assert.deepEqual(from_base45("%69 VD92EX0"), ascii("Hello!!"));
  assert.deepEqual(from_base45("UJCLQE7W581"), ascii("base-45"));
  assert.deepEqual(from_base45("QED8WEX0"), ascii("ietf!"));
  for (const none of ["GGW0", "GGX", "ZZ", "bb8"]) assert.equal(from_base45(none), null, none);
});

test("CBOR: values of RFC 8949, appendix A", () => {
  assert.equal(read_cbor(bytes(0x18, 0x64)), 100);
  assert.equal(read_cbor(bytes(0x1a, 0x00, 0x0f, 0x42, 0x40)), 1000000);
  assert.equal(read_cbor(bytes(0x39, 0x03, 0xe7)), -1000);
  assert.equal(read_cbor(bytes(0xf5)), true);
  assert.equal(read_cbor(bytes(0x64, 0x49, 0x45, 0x54, 0x46)), "IETF");
  assert.deepEqual(read_cbor(bytes(0x83, 1, 2, 3)), [1, 2, 3]);
  assert.deepEqual(read_cbor(bytes(0xa1, 1, 0x20)), new Map([[1, -1]]));
});

test("CBOR: what is none is refused", () => {
  const deep = new Uint8Array(64).fill(0x81);
  const none = [[], [0x62, 0x41], [0x5f], [0xfb], [0x01, 0x01], [0xa2, 1, 1, 1, 1], [0x61, 0xff], [0x9a, 0xff, 0xff]];
  for (const one of [...none.map(list => bytes(...list)), deep]) assert.throws(() => read_cbor(one), Malformed);
});

for (const [name, verify] of Object.entries({by_browser, by_library})) {
  test(`A code of the house is good (${name})`, async () => {
    const verdict = await check(shared.code, [key], verify);
    assert.equal(verdict.state, "good");
    assert.deepEqual("credential" in verdict && verdict.credential, {
      issuer: "bus-01",
      kind: "licence",
      number: 7001,
      tracking: "0G4-7KQ-2MX-3",
      service: "Learner driving licence",
      issued_s: 1795262400,
      provisional: true,
      claims: [
        ["full_name", "Ayesha Bibi"],
        ["birth_date", "1990-02-28"],
        ["identity", "35202-1234567-1"],
        ["classes", "A, B"],
        ["father_name", "محمد علی"],
      ],
    });
  });

  test(`Any changed character is refused (${name})`, async () => {
    for (let i = 4; i < shared.code.length; i += 3) {
      const other = shared.code[i] === "0" ? "1" : "0";
      const changed = shared.code.slice(0, i) + other + shared.code.slice(i + 1);
      const {state} = await check(changed, [key], verify);
      assert.ok(["changed", "unknown_key", "not_ours"].includes(state), `${i}: ${state}`);
    }
  });

  test(`By another key of the same name it is changed (${name})`, async () => {
    const x = "A" + key.x.slice(1);
    assert.deepEqual(await check(shared.code, [{...key, x}], verify), {state: "changed", kid: "bus-01"});
    assert.equal((await check(shared.code, [{...key, x}, key], verify)).state, "good");
  });
}

test("A revoked key is told", async () => {
  assert.equal((await check(shared.code, [{...key, revoked: true}], by_browser)).state, "revoked");
});

test("A key that is not published is told apart", async () => {
  assert.deepEqual(await check(shared.code, [{...key, kid: "bus-02"}], by_browser), {state: "unknown_key", kid: "bus-01"});
});

test("Other texts are not ours", async () => {
  for (const text of ["", "KV1:", "https://example.org", "K1|0G4-7KQ-2MX-3", `KV1:${"0".repeat(5000)}`])
    assert.equal((await check(text, [key], by_browser)).state, "not_ours", text.slice(0, 30));
});
