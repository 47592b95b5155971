// Ed25519 by the browser (Web Cryptography), and by tweetnacl where the browser cannot: an older one, or a page that did
// not come over TLS.
import nacl from "tweetnacl";
import type {Verify} from "./credential";

const signature_bytes = 64;

export const by_browser: Verify = async (key, signature, bytes) => {
  const imported = await crypto.subtle.importKey("raw", key, {name: "Ed25519"}, false, ["verify"]);
  return crypto.subtle.verify({name: "Ed25519"}, imported, signature.slice(), bytes.slice());
};

export const by_library: Verify = async (key, signature, bytes) =>
  signature.length === signature_bytes && nacl.sign.detached.verify(bytes, signature, key);

let browser_can: boolean | null = null;

async function ask_browser(): Promise<boolean> {
  try {
    await crypto.subtle.importKey("raw", new Uint8Array(32), {name: "Ed25519"}, false, ["verify"]);
    return true;
  } catch {
    return false;
  }
}

export const verify: Verify = async (key, signature, bytes) => {
  browser_can ??= await ask_browser();
  return (browser_can ? by_browser : by_library)(key, signature, bytes);
};
