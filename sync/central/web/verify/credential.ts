// A document's code, read anew and apart from sync/trust/credential.cpp: "KV1:", Base45, COSE_Sign1 (RFC 9052) over a
// CWT (RFC 8392). Whoever reads this file needs nothing else to check one.
import {from_base45} from "./base45";
import {head, Malformed, read_cbor, type Tagged, type Value} from "./cbor";

export interface PublishedKey {
  kid: string;
  crv: string;
  x: string; // base64url
  revoked: boolean;
}

export interface Credential {
  issuer: string;
  kind: string;
  number: number;
  tracking: string;
  service: string;
  issued_s: number;
  provisional: boolean;
  claims: [name: string, value: string][];
}

export type Verdict =
  | {state: "good" | "revoked"; credential: Credential}
  | {state: "changed" | "unknown_key"; kid: string}
  | {state: "not_ours"};

export type Verify = (key: Uint8Array<ArrayBuffer>, signature: Uint8Array, bytes: Uint8Array) => Promise<boolean>;

const prefix = "KV1:";
const text_length_max = 1300;
const eddsa = -8;
// MOSIP claim 169, as far as this house writes it, in the order in which a person reads it.
const identity = new Map([
  [4, "full_name"],
  [8, "birth_date"],
  [1, "identity"],
  [15, "guardian"],
  [10, "address"],
  [11, "email"],
  [12, "phone"],
  [13, "nationality"],
]);

interface Envelope {
  header: Uint8Array;
  payload: Uint8Array;
  signature: Uint8Array;
  kid: string;
}

function as_map(value: Value | undefined): Map<number | string, Value> {
  if (!(value instanceof Map)) throw new Malformed("map");
  return value;
}
function as_bytes(value: Value | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Malformed("bytes");
  return value;
}
const as_text = (value: Value | undefined): string => (typeof value === "string" ? value : "");
const as_number = (value: Value | undefined): number => (typeof value === "number" ? value : 0);
const is_tagged = (value: Value): value is Tagged => typeof value === "object" && value !== null && "tag" in value;

function open_envelope(text: string): Envelope {
  if (!text.startsWith(prefix) || text.length > text_length_max) throw new Malformed("prefix");
  const bytes = from_base45(text.slice(prefix.length));
  if (!bytes) throw new Malformed("base45");
  const sign1 = read_cbor(bytes);
  if (!is_tagged(sign1) || sign1.tag !== 18 || !Array.isArray(sign1.value) || sign1.value.length !== 4)
    throw new Malformed("sign1");
  const [header, unprotected, payload, signature] = sign1.value;
  const signed = as_map(read_cbor(as_bytes(header)));
  if (as_map(unprotected).size !== 0 || signed.size !== 2 || signed.get(1) !== eddsa) throw new Malformed("header");
  const kid = new TextDecoder().decode(as_bytes(signed.get(4)));
  return {header: as_bytes(header), payload: as_bytes(payload), signature: as_bytes(signature), kid};
}

// RFC 9052, 4.4: what the signature is over.
function signed_bytes({header, payload}: Envelope): Uint8Array {
  const context = new TextEncoder().encode("Signature1");
  const before = [...head(4, 4), ...head(3, context.length), ...context, ...head(2, header.length), ...header];
  return new Uint8Array([...before, ...head(2, 0), ...head(2, payload.length), ...payload]);
}

const as_date = (text: string) => text.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");

function read_claims(payload: Uint8Array): Credential {
  const cwt = as_map(read_cbor(payload));
  const own = as_map(cwt.get(-65537));
  const person = as_map(cwt.get(169) ?? new Map());
  const claims: [string, string][] = [];
  for (const [key, name] of identity) {
    const value = as_text(person.get(key));
    if (value) claims.push([name, name === "birth_date" ? as_date(value) : value]);
  }
  for (const [name, value] of as_map(own.get(6) ?? new Map())) claims.push([String(name), as_text(value)]);
  return {
    issuer: as_text(cwt.get(1)),
    issued_s: as_number(cwt.get(6)),
    kind: as_text(own.get(1)),
    number: as_number(own.get(2)),
    tracking: as_text(own.get(3)),
    service: as_text(own.get(4)),
    provisional: own.get(5) === true,
    claims,
  };
}

function from_base64url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, c => c.charCodeAt(0));
}

// A box that was replaced leaves its key behind under the same name: each of them may have signed.
export async function check(text: string, keys: readonly PublishedKey[], verify: Verify): Promise<Verdict> {
  try {
    const envelope = open_envelope(text.trim());
    const named = keys.filter(key => key.kid === envelope.kid && key.crv === "Ed25519");
    const bytes = signed_bytes(envelope);
    for (const key of named)
      if (await verify(from_base64url(key.x), envelope.signature, bytes))
        return {state: key.revoked ? "revoked" : "good", credential: read_claims(envelope.payload)};
    return {state: named.length > 0 ? "changed" : "unknown_key", kid: envelope.kid};
  } catch (error) {
    if (error instanceof Malformed) return {state: "not_ours"};
    throw error;
  }
}
