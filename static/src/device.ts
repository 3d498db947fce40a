/**
 * The key of this browser: made here, kept here, and never to be taken out. The server knows its public half since
 * somebody signed in, so a cookie that was copied elsewhere proves nothing there.
 */

import { isFields } from "./answers.ts";

const NAMES = { database: "rondom", store: "keys", key: "device" };
const KIND = { name: "ECDSA", namedCurve: "P-256" };
/** What is sent when there is no key here: the server knows whether there should be one. */
const NO_KEY = "none";

/** The public half, to sign in with; empty where a browser can keep no key (plain http, private windows). */
export async function publicKey(): Promise<string> {
  try {
    const pair = (await kept()) ?? (await make());
    return written(await crypto.subtle.exportKey("raw", pair.publicKey));
  } catch {
    return "";
  }
}

/**
 * A question of the server, signed; empty when it could not be asked, or when the key could not be got at just now (a
 * browser that comes back from sleep): that is tried again, while a browser without a key is shown the door.
 */
export async function proof(): Promise<string> {
  const question = await ask();
  if (question === "") return "";
  try {
    const pair = await kept();
    if (pair === null) return NO_KEY;
    const words = new TextEncoder().encode(question);
    const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, words);
    return `${question}|${written(signed)}`;
  } catch {
    return "";
  }
}

async function ask(): Promise<string> {
  try {
    const answer = await fetch("/sessie/vraag", {
      headers: { Accept: "application/json" },
      cache: "no-store",
    });
    const said: unknown = answer.ok ? await answer.json() : null;
    return isFields(said) && typeof said.question === "string" ? said.question : "";
  } catch {
    return "";
  }
}

async function make(): Promise<CryptoKeyPair> {
  const pair = await crypto.subtle.generateKey(KIND, false, ["sign", "verify"]);
  await withStore("readwrite", (store) => store.put(pair, NAMES.key));
  return pair;
}

async function kept(): Promise<CryptoKeyPair | null> {
  const found: unknown = await withStore("readonly", (store) => store.get(NAMES.key));
  return isFields(found) && found.privateKey instanceof CryptoKey
    ? (found as unknown as CryptoKeyPair)
    : null;
}

function withStore<Found>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<Found>,
): Promise<Found> {
  return new Promise((found, failed) => {
    const opening = indexedDB.open(NAMES.database, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(NAMES.store);
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const asked = use(opening.result.transaction(NAMES.store, mode).objectStore(NAMES.store));
      asked.onerror = () => failed(asked.error);
      asked.onsuccess = () => {
        opening.result.close();
        found(asked.result);
      };
    };
  });
}

function written(octets: ArrayBuffer): string {
  const signs = String.fromCharCode(...new Uint8Array(octets));
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Forms that say which browser it is: signing in hands over the key, a password once more is signed. */
export function setUpDevice(): void {
  fill("[data-device-key]", publicKey);
  fill("[data-device-proof]", proof);
}

function fill(selector: string, make: () => Promise<string>): void {
  for (const field of document.querySelectorAll<HTMLInputElement>(selector)) fillOne(field, make);
}

function fillOne(field: HTMLInputElement, make: () => Promise<string>): void {
  const form = field.form;
  if (!form) return;
  let ready = false;
  form.addEventListener("submit", (event) => {
    if (ready) return;
    event.preventDefault();
    const button = event.submitter;
    void make().then((value) => {
      field.value = value;
      ready = true;
      form.requestSubmit(button);
    });
  });
}
