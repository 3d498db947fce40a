/**
 * Passkeys: the server asks a device, the device answers with a key that never leaves it. A form that needs one is hidden
 * in the page, and shown where the browser has them.
 */

import { isFields } from "./answers.ts";

type Fields = Record<string, unknown>;

export function setUpPasskeys(): void {
  if (!("PublicKeyCredential" in window)) return;
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) watch(form);
}

function watch(form: HTMLFormElement): void {
  const field = form.elements.namedItem("passkey");
  const failed = form.querySelector<HTMLElement>("[data-passkey-failed]");
  if (!(field instanceof HTMLInputElement) || failed === null) return;
  form.hidden = false;
  // Before the form is sent at all: also before the key of this browser is filled in.
  form.addEventListener(
    "submit",
    (event) => {
      if (field.value !== "") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      failed.hidden = true;
      const button = event.submitter;
      void answer(form).then((told) => {
        if (told === "") {
          failed.hidden = false;
          return;
        }
        field.value = told;
        form.requestSubmit(button);
      });
    },
    { capture: true },
  );
}

/** What the device says, as the server reads it; empty when it says nothing, or the human did not want to. */
async function answer(form: HTMLFormElement): Promise<string> {
  try {
    const asked = await fetch(form.dataset.passkey ?? "", {
      headers: { Accept: "application/json" },
      cache: "no-store",
    });
    const options: unknown = asked.ok ? await asked.json() : null;
    if (!isFields(options)) return "";
    const publicKey = read(options);
    const found =
      "passkeyNew" in form.dataset
        ? await navigator.credentials.create({
            publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions,
          })
        : await navigator.credentials.get({
            publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions,
          });
    return found instanceof PublicKeyCredential ? JSON.stringify(told(found)) : "";
  } catch {
    return "";
  }
}

/** The options of the server, with what is written in letters as octets. */
function read(options: Fields): Fields {
  const made: Fields = { ...options, challenge: octets(options.challenge) };
  if (isFields(options.user)) made.user = { ...options.user, id: octets(options.user.id) };
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    const listed: unknown = options[name];
    if (Array.isArray(listed))
      made[name] = listed.filter(isFields).map((one) => ({ ...one, id: octets(one.id) }));
  }
  return made;
}

function told(found: PublicKeyCredential): Fields {
  const said = found.response;
  const response: Fields = { clientDataJSON: written(said.clientDataJSON) };
  if (said instanceof AuthenticatorAttestationResponse)
    response.attestationObject = written(said.attestationObject);
  if (said instanceof AuthenticatorAssertionResponse) {
    response.authenticatorData = written(said.authenticatorData);
    response.signature = written(said.signature);
    if (said.userHandle !== null) response.userHandle = written(said.userHandle);
  }
  return {
    id: found.id,
    rawId: written(found.rawId),
    type: found.type,
    response,
    clientExtensionResults: {},
  };
}

function octets(letters: unknown): Uint8Array<ArrayBuffer> {
  const plain = String(letters).replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
}

function written(found: ArrayBuffer): string {
  const signs = String.fromCharCode(...new Uint8Array(found));
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
