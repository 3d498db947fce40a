/**
 * Forms that work without script, sent over the live line when there is one ([data-post]: always the ordinary way). The answer comes back at the form:
 * a sentence or ready HTML in [data-answer], the wrong field marked.
 */

import { type Answer, type Fields, NO_ANSWER, type NoAnswer, readAnswer } from "./answers.ts";
import type { Live } from "./live.ts";
import type { Done, Refusal } from "./messages.ts";
import { around, csrfToken, find, fromTemplate } from "./page.ts";
import type { Saved } from "./saved.ts";
import { announce } from "./toast.ts";
import { parsed } from "./trusted.ts";
import type { Wire } from "./wire.ts";

type Submitter = HTMLElement | null;

/** Told at a form when the server took what it sent. */
export const ACCEPTED = "rondom:accepted";

/** The fields of a form as one object: repeated names and names ending in [] become lists. */
export function collect(data: FormData): Fields {
  const fields: Fields = {};
  for (const key of new Set(data.keys())) {
    if (key === "csrf_token") continue;
    const values = data.getAll(key).filter((value): value is string => typeof value === "string");
    // An empty hidden field says "nobody" to a server that gets a plain form.
    if (key.endsWith("[]")) fields[key.slice(0, -2)] = values.filter((value) => value !== "");
    else fields[key] = values.length > 1 ? values : (values[0] ?? "");
  }
  return fields;
}

export class Wishes {
  private readonly underway = new WeakSet<HTMLFormElement>();
  private readonly again = new Set<HTMLFormElement>();

  constructor(
    private readonly wire: Wire | null,
    private readonly saved: Saved,
    private readonly live: Live,
  ) {
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("change", (event) => {
      const form = around(event, "form[data-auto]");
      if (form instanceof HTMLFormElement) form.requestSubmit();
    });
    // "Leave it as it is", in an answer that shows both versions.
    document.addEventListener("reset", (event) => {
      if (event.target instanceof HTMLFormElement) this.clear(event.target);
    });
    wire?.onLink((link) => {
      if (link.at === "online") this.sendAgain();
    });
  }

  private submitted(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (event.defaultPrevented || (question && !window.confirm(question))) {
      event.preventDefault();
      return;
    }
    fillToken(form);
    if (!form.dataset.wish && !("post" in form.dataset)) return;
    event.preventDefault();
    void this.wish(form, event.submitter);
  }

  private async wish(form: HTMLFormElement, submitter: Submitter): Promise<void> {
    if (this.underway.has(form)) {
      // A second choice while the first is on its way is sent after it.
      if ("auto" in form.dataset) this.again.add(form);
      return;
    }
    this.underway.add(form);
    this.again.delete(form);
    this.saved.busy(form);
    form.setAttribute("aria-busy", "true");
    const answer = waits(form, await this.send(form, new FormData(form, submitter)));
    form.removeAttribute("aria-busy");
    this.underway.delete(form);
    const asked = submitter?.closest("[data-answer]")?.closest("form");
    if (asked && answer.ok !== "unknown" && !staysAsked(form, answer)) {
      // An answer to a button that stands in an answer belongs where the question was.
      this.saved.done(form);
      this.clear(asked);
      this.answered(asked, answer);
    } else this.answered(form, answer);
    if (answer.ok !== "unknown" && this.again.has(form)) form.requestSubmit();
  }

  private async send(form: HTMLFormElement, data: FormData): Promise<Answer | NoAnswer> {
    const name = form.dataset.wish ?? "";
    return name && this.wire?.online ? this.wire.askForm(name, collect(data)) : post(form.action, data);
  }

  private answered(form: HTMLFormElement, answer: Answer | NoAnswer): void {
    this.clear(form);
    if (answer.ok === true) this.accepted(form, answer);
    else if (answer.ok === false) this.refused(form, answer);
    else this.notAnswered(form);
  }

  private accepted(form: HTMLFormElement, answer: Done): void {
    this.saved.done(form);
    if (answer.href !== undefined) {
      window.location.assign(answer.href);
      return;
    }
    settle(form);
    showKept(form, answer.seen);
    if (answer.html) this.show(form, answer.html, "html");
    form.closest<HTMLElement>("[popover]:popover-open")?.hidePopover();
    closeAfter(form);
    if (!form.closest("[data-asked]")) letGo(form, this.live);
    form.dispatchEvent(new Event(ACCEPTED, { bubbles: true }));
  }

  private refused(form: HTMLFormElement, refusal: Refusal): void {
    this.saved.done(form);
    const place = this.show(form, refusal.html ?? refusal.message, refusal.html ? "html" : "text");
    const control = refusal.field ? controlNamed(form, refusal.field) : null;
    if (!control) return;
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", place.id);
    const field = control.closest<HTMLElement>(".utrecht-form-field, .rd-field");
    field?.classList.add("is-wrong");
    // In a long form the end is out of sight: the sentence comes to the field.
    if (field && field !== form && form.contains(field) && form.contains(place) && !field.contains(place))
      field.after(place);
    control.focus();
  }

  /** Nobody knows whether it was done. A choice can safely be sent again; for the rest the page shows the truth later. */
  private notAnswered(form: HTMLFormElement): void {
    if ("auto" in form.dataset) {
      this.saved.trouble(form, "offline");
      this.again.add(form);
      return;
    }
    this.saved.done(form);
    const words = fromTemplate("template[data-no-answer]");
    if (words) this.show(form, words.outerHTML, "html");
  }

  private sendAgain(): void {
    for (const form of this.again) {
      if (form.isConnected) form.requestSubmit();
      else {
        this.again.delete(form);
        this.saved.done(form);
      }
    }
  }

  private clear(form: HTMLFormElement): void {
    for (const control of form.querySelectorAll('[aria-invalid="true"]')) {
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-describedby");
    }
    for (const field of form.querySelectorAll(".is-wrong")) field.classList.remove("is-wrong");
    const place = placeOf(form);
    if (!place) return;
    place.replaceChildren();
    place.hidden = true;
    this.live.fill(place, false);
  }

  private show(form: HTMLFormElement, words: string, kind: "html" | "text"): HTMLElement {
    const place = placeOf(form) ?? addAnswer(form);
    place.hidden = false;
    if (!place.role) place.setAttribute("role", "alert");
    if (!place.id) place.id = `answer-${Math.random().toString(36).slice(2)}`;
    if (kind === "html") place.replaceChildren(parsed(words));
    else place.textContent = words;
    this.live.fill(place, true);
    return place;
  }
}

/** Send a form the ordinary way, and read the same answer. */
async function post(action: string, data: FormData): Promise<Answer | NoAnswer> {
  data.set("csrf_token", csrfToken());
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  try {
    const response = await fetch(action, { method: "POST", body: data, headers });
    return readAnswer(await response.json());
  } catch {
    return NO_ANSWER;
  }
}

function fillToken(form: HTMLFormElement): void {
  const token = form.querySelector<HTMLInputElement>("input[name=csrf_token]");
  if (token && csrfToken()) token.value = csrfToken();
}

function addAnswer(form: HTMLFormElement): HTMLElement {
  const place = document.createElement("div");
  place.dataset.answer = "";
  place.className = "rd-answer-line";
  place.setAttribute("role", "alert");
  form.append(place);
  return place;
}

/** A control of a form, also one that stands elsewhere on the page. */
function controlNamed(form: HTMLFormElement, name: string): HTMLElement | null {
  for (const control of form.elements) {
    const own = control.getAttribute("name");
    if (control instanceof HTMLElement && (own === name || own === `${name}[]`))
      return control instanceof HTMLInputElement && control.type === "hidden" ? null : control;
  }
  return null;
}

/** A choice that the server did not take because it goes for a moment is for the next one; words stay with the reason. */
function waits(form: HTMLFormElement, answer: Answer | NoAnswer): Answer | NoAnswer {
  return answer.ok === false && answer.code === "updating" && "auto" in form.dataset ? NO_ANSWER : answer;
}

/** A question that asked for words and got none it can use goes on standing there, with the words and the reason. */
function staysAsked(form: HTMLFormElement, answer: Answer | NoAnswer): boolean {
  return answer.ok === false && !answer.html && placeOf(form) !== null;
}

/** What was sent is no longer "filled in but unsent": empty what began empty, keep the rest as the new beginning.
 * A form that sends itself shows one value of something that is there: it goes on showing it. One that chooses among
 * many things begins again with none chosen. */
function settle(form: HTMLFormElement): void {
  for (const control of form.elements) {
    if (
      control instanceof HTMLTextAreaElement ||
      (control instanceof HTMLInputElement && hasWords(control))
    ) {
      if (control.defaultValue === "" && !("auto" in form.dataset) && !form.closest("[data-asked]"))
        control.value = "";
      else control.defaultValue = control.value;
    } else if (
      "chooses" in form.dataset &&
      control instanceof HTMLInputElement &&
      control.type === "checkbox"
    ) {
      control.checked = control.defaultChecked;
    }
  }
}

/** Where the answer stands: in the form, or beside it when it holds forms of its own. */
function placeOf(form: HTMLFormElement): HTMLElement | null {
  const beside = form.dataset.answerIn;
  return beside ? document.getElementById(beside) : find("[data-answer]", form);
}

/** What is kept now is what the next change in this form starts from. */
function showKept(form: HTMLFormElement, kept: string | undefined): void {
  const seen = form.querySelector<HTMLInputElement>('input[type="hidden"][name="seen"]');
  if (seen && kept !== undefined) seen.value = kept;
}

/** What was held while somebody filled it in may change again. */
function letGo(form: HTMLFormElement, live: Live): void {
  const held = form.closest<HTMLElement>('[data-hold][data-keep="on"]');
  if (held) live.release(held);
}

function hasWords(control: HTMLInputElement): boolean {
  return !["hidden", "checkbox", "radio", "submit", "button", "file"].includes(control.type);
}

/** The page can ask to say something, or to close the drawer around the form, once the wish is done: after any form in it, or after this one. */
function closeAfter(form: HTMLFormElement): void {
  if (form.dataset.doneSay) announce(form.dataset.doneSay);
  const drawer = form.closest("closes" in form.dataset ? "details" : "details[data-close-after]");
  if (drawer instanceof HTMLDetailsElement) drawer.open = false;
}
