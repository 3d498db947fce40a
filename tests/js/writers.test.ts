// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Person } from "../../static/src/messages.ts";
import { STILL_WRITING, Writers } from "../../static/src/writers.ts";

const person = (id: string, name: string): Person => ({ id, name, who: "gezin", initials: name.slice(0, 1) });
const SAMIRA = { text: "t1", person: person("p1", "Samira") };

function sign(): HTMLElement {
  const found = document.querySelector<HTMLElement>("[data-text-writers]");
  if (!found) throw new Error("no sign");
  return found;
}

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `
    <div data-text="t1"><p data-text-writers hidden></p><div data-text-host hidden></div></div>
    <template data-writers-one>{names} schrijft</template>
    <template data-writers-many>{names} schrijven</template>`;
});
afterEach(() => vi.useRealTimers());

describe("who writes in a text that is read", () => {
  test("stands there while somebody writes, and a while longer", () => {
    const writers = new Writers();
    writers.receive(SAMIRA);
    expect(sign().textContent).toBe("Samira schrijft");
    vi.advanceTimersByTime(STILL_WRITING - 1);
    writers.receive({ text: "t1", person: person("p2", "Noor") });
    expect(sign().textContent).toMatch(/Samira .* Noor schrijven/);
    vi.advanceTimersByTime(1);
    expect(sign().textContent).toBe("Noor schrijft");
    vi.advanceTimersByTime(STILL_WRITING);
    expect(sign().hidden).toBe(true);
  });

  test("is left to the editor where one is open, and to other texts", () => {
    const writers = new Writers();
    writers.receive({ ...SAMIRA, text: "t2" });
    expect(sign().hidden).toBe(true);
    document.querySelector("[data-text-host]")?.removeAttribute("hidden");
    writers.receive(SAMIRA);
    expect(sign().hidden).toBe(true);
  });

  test("names are text", () => {
    const writers = new Writers();
    writers.receive({ text: "t1", person: person("p1", "<b>Samira</b>") });
    expect(sign().textContent).toContain("<b>Samira</b>");
    expect(sign().querySelector("b")).toBeNull();
  });
});
