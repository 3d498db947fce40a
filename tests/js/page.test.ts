// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { digits, setUpDoor } from "../../static/src/door.ts";
import { Live } from "../../static/src/live.ts";
import { Saved, type SavedState, showSaved } from "../../static/src/saved.ts";
import { showTimers } from "../../static/src/timer.ts";
import { collect, Wishes } from "../../static/src/wishes.ts";

beforeEach(() => {
  document.head.innerHTML = '<meta name="csrf-token" content="token">';
  document.body.innerHTML = "";
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function live(guard = { writingIn: () => false, closeIn: () => undefined }) {
  const said: string[] = [];
  return {
    said,
    live: new Live(
      guard,
      (words) => said.push(words),
      () => undefined,
    ),
  };
}

function part(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

describe("the saved sign", () => {
  function sign() {
    vi.useFakeTimers();
    const shown: SavedState[] = [];
    return { shown, saved: new Saved((state) => shown.push(state)) };
  }

  test("is busy at once, and saved only when nothing is left", () => {
    const { saved } = sign();
    const [text, form] = [{}, {}];
    saved.busy(text);
    saved.busy(form);
    saved.done(text);
    vi.runAllTimers();
    expect(saved.state).toBe("busy");
    expect(saved.unsaved).toBe(true);
    saved.done(form);
    vi.runAllTimers();
    expect(saved.state).toBe("saved");
    expect(saved.unsaved).toBe(false);
  });

  test("does not blink between two letters", () => {
    const { saved, shown } = sign();
    const text = {};
    for (let letter = 0; letter < 5; letter++) {
      saved.busy(text);
      saved.done(text);
      vi.advanceTimersByTime(100);
    }
    vi.runAllTimers();
    expect(shown.filter((state) => state === "saved")).toHaveLength(1);
  });

  test("refused is worse than no line, no line worse than busy", () => {
    const { saved } = sign();
    const [one, two] = [{}, {}];
    saved.busy(one);
    saved.line("lost");
    expect(saved.state).toBe("offline");
    saved.trouble(one, "offline");
    saved.line("updating");
    expect(saved.state, "a line that is away because it was said to be").toBe("updating");
    saved.busy(one);
    saved.trouble(two, "refused");
    expect(saved.state).toBe("refused");
    saved.done(two);
    saved.line("up");
    expect(saved.state).toBe("busy");
  });

  test("asks nothing of somebody who is sent away", () => {
    const { saved } = sign();
    saved.busy({});
    saved.leave();
    expect(saved.unsaved).toBe(false);
  });

  test("shows exactly one sentence", () => {
    document.body.innerHTML = `<p data-saved>${["saved", "busy", "offline", "updating", "refused"].map((state) => `<span data-saved-state="${state}">${state}</span>`).join("")}</p>`;
    for (const state of ["offline", "updating"] as const) {
      showSaved(state);
      const seen = [...document.querySelectorAll<HTMLElement>("[data-saved-state]")].filter(
        (each) => !each.hidden,
      );
      expect(seen.map((each) => each.textContent)).toEqual([state]);
    }
  });
});

describe("the fields of a form", () => {
  test("repeated names and names with [] become lists, the token stays out", () => {
    const data = new FormData();
    for (const [name, value] of [
      ["csrf_token", "x"],
      ["action", "7"],
      ["people[]", ""],
      ["people[]", "2"],
      ["day", "1"],
      ["day", "2"],
    ] as const)
      data.append(name, value);
    expect(collect(data)).toEqual({ action: "7", people: ["2"], day: ["1", "2"] });
  });

  test("an empty list is a list", () => {
    const data = new FormData();
    data.append("people[]", "");
    expect(collect(data)).toEqual({ people: [] });
  });
});

describe("a wish", () => {
  let answer: unknown;
  const asked: { name: string; fields: unknown }[] = [];
  const askForm = async (name: string, fields: unknown) => {
    asked.push({ name, fields });
    return answer;
  };
  const saved = new Saved(() => undefined);
  let back: (link: { at: string }) => void = () => undefined;
  const onLink = (tell: typeof back) => {
    back = tell;
  };
  new Wishes({ online: true, onLink, askForm } as never, saved, live().live);

  async function wish(reply: unknown, words = "") {
    answer = reply;
    document.body.innerHTML =
      '<form data-wish="action:add" action="/w/action:add"><input name="csrf_token" type="hidden"><input name="what"></form>';
    (part("[name=what]") as HTMLInputElement).value = words;
    part("form").dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(part("form").hasAttribute("aria-busy")).toBe(false));
  }

  test("goes over the line with the token filled in, and empties the field", async () => {
    await wish({ ok: true }, "bel oma");
    expect(asked).toEqual([{ name: "action:add", fields: { what: "bel oma" } }]);
    expect((part("[name=csrf_token]") as HTMLInputElement).value).toBe("token");
    expect((part("[name=what]") as HTMLInputElement).value).toBe("");
    expect(saved.unsaved).toBe(false);
  });

  test("a form that sends itself goes on showing what it sent", async () => {
    answer = { ok: true, seen: "Tamar" };
    document.body.innerHTML =
      '<form data-wish="record:set" data-auto action="/w/record:set"><input name="seen" type="hidden" value=""><input name="value"></form>';
    const control = part("[name=value]") as HTMLInputElement;
    control.value = "Tamar";
    part("form").dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect((part("[name=seen]") as HTMLInputElement).value).toBe("Tamar"));
    expect([control.value, control.defaultValue]).toEqual(["Tamar", "Tamar"]);
  });

  test("that comes while the server goes: a choice waits for the next, words stay with the reason", async () => {
    const updating = { ok: false, code: "updating", message: "Nog niet bewaard.", retry_after: 1 };
    await wish(updating, "bel oma");
    expect(part("[data-answer]").textContent).toBe("Nog niet bewaard.");
    expect((part("[name=what]") as HTMLInputElement).value).toBe("bel oma");

    answer = updating;
    document.body.innerHTML =
      '<form data-wish="record:set" data-auto action="/w"><input name="value"></form>';
    const choice = part("form") as HTMLFormElement;
    // As a browser does it; happy-dom names the form itself as the button.
    choice.requestSubmit = () => {
      choice.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    };
    choice.requestSubmit();
    await vi.waitFor(() => expect(saved.state).toBe("offline"));
    expect(document.querySelector("[data-answer]")).toBe(null);
    asked.length = 0;
    answer = { ok: true };
    back({ at: "online" });
    await vi.waitFor(() => expect(saved.unsaved).toBe(false));
    expect(asked.map(({ name }) => name)).toEqual(["record:set"]);
  });

  test("a refusal is shown at the form and at the field", async () => {
    await wish({ ok: false, code: "text_required", message: "Vul iets in.", field: "what" }, "x");
    expect(part("[data-answer]").textContent).toBe("Vul iets in.");
    expect((part("[name=what]") as HTMLInputElement).value).toBe("x");
    expect(part("[data-answer]").getAttribute("role")).toBe("alert");
    expect(part("[name=what]").getAttribute("aria-invalid")).toBe("true");
    expect(part("[name=what]").getAttribute("aria-describedby")).toBe(part("[data-answer]").id);
  });

  test("ready HTML takes the place of the message", async () => {
    await wish({ ok: false, code: "conflict", message: "x", html: '<div class="rd-diff">beide</div>' });
    expect(part("[data-answer] .rd-diff").textContent).toBe("beide");
  });
});

describe("fragments", () => {
  test("are put in place, with the same elements", () => {
    document.body.innerHTML = '<ul data-fragment="people"><li id="a">Anna</li></ul>';
    const before = part("#a");
    live().live.receive([
      {
        name: "people",
        html: '<ul data-fragment="people"><li id="a">Anna</li><li id="s">Sam</li></ul>',
      },
    ]);
    expect(part("#a")).toBe(before);
    expect(document.querySelectorAll("li")).toHaveLength(2);
  });

  test("leave alone what is kept, also when it would go away", () => {
    document.body.innerHTML =
      '<div data-fragment="main"><div id="t" data-text="1" data-keep="on"><p>wordt geschreven</p></div><p id="x">oud</p></div>';
    live().live.receive([
      {
        name: "main",
        html: '<div data-fragment="main"><div id="t" data-text="1"><p>van de server</p></div><p id="x">nieuw</p></div>',
      },
    ]);
    expect(part("#t").textContent).toBe("wordt geschreven");
    expect(part("#x").textContent).toBe("nieuw");
    live().live.receive([{ name: "main", html: '<div data-fragment="main"><p id="x">nieuw</p></div>' }]);
    expect(part("#t").textContent).toBe("wordt geschreven");
  });

  test("change a heading and a button that have the focus", () => {
    document.body.innerHTML =
      '<div data-fragment="main"><h2 tabindex="-1">Welkom</h2><button>Klaar</button></div>';
    const { live: page } = live();
    for (const selector of ["h2", "button"]) {
      part(selector).focus();
      page.receive([
        {
          name: "main",
          html: `<div data-fragment="main"><h2 tabindex="-1">Na ${selector}</h2><button>Na ${selector}</button></div>`,
        },
      ]);
      expect(part(selector).textContent).toBe(`Na ${selector}`);
    }
  });

  test("keep <details> open", () => {
    document.body.innerHTML =
      '<div data-fragment="head"><details open><summary>Meer</summary><p>een</p></details></div>';
    live().live.receive([
      {
        name: "head",
        html: '<div data-fragment="head"><details><summary>Meer</summary><p>twee</p></details></div>',
      },
    ]);
    expect(part("details").hasAttribute("open")).toBe(true);
    expect(part("details p").textContent).toBe("twee");
  });

  test("keep what is filled in, but not for another thing", () => {
    const form = (guest: string) =>
      `<div data-fragment="lobby"><form><input type="hidden" name="guest" value="${guest}"><input name="note" value=""></form></div>`;
    document.body.innerHTML = form("1");
    const { live: fragments } = live();
    (part("[name=note]") as HTMLInputElement).value = "oma";
    fragments.receive([{ name: "lobby", html: form("1") }]);
    expect((part("[name=note]") as HTMLInputElement).value).toBe("oma");
    fragments.receive([{ name: "lobby", html: form("2") }]);
    expect((part("[name=note]") as HTMLInputElement).value).toBe("");
  });

  test("an empty one empties its place, and can be filled again; a thing of a list goes", () => {
    document.body.innerHTML = '<p data-fragment="rest">pauze</p><ul><li data-fragment="action:1">x</li></ul>';
    const { live: fragments } = live();
    fragments.receive([
      { name: "rest", html: "" },
      { name: "action:1", html: "" },
    ]);
    expect(part("[data-fragment=rest]").textContent).toBe("");
    expect(document.querySelector("li")).toBe(null);
    fragments.receive([{ name: "rest", html: '<p data-fragment="rest">weer</p>' }]);
    expect(part("[data-fragment=rest]").textContent).toBe("weer");
    expect(part("[data-fragment=rest]").hidden).toBe(false);
  });

  test("a change that is told while the page is being fetched is fetched too", async () => {
    document.body.innerHTML = '<p data-fragment="log">een</p>';
    const { live: page } = live();
    const pages = ["twee", "drie"];
    const fetched = vi.fn(async () => {
      const words = pages.shift();
      await Promise.resolve(); // an answer takes a while
      if (pages.length === 1) page.renew();
      const html = `<!doctype html><p data-fragment="log">${words}</p>`;
      return { ok: true, status: 200, redirected: false, text: async () => html };
    });
    vi.stubGlobal("fetch", fetched);
    vi.useFakeTimers();
    page.renew();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(part("[data-fragment=log]").textContent).toBe("drie");
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  test("new things are announced once", () => {
    document.body.innerHTML = '<div data-fragment="lobby"></div>';
    const { live: fragments, said } = live();
    const html = '<div data-fragment="lobby"><p data-announce="Er staat iemand.">Oma</p></div>';
    fragments.receive([{ name: "lobby", html }]);
    fragments.receive([{ name: "lobby", html }]);
    expect(said).toEqual(["Er staat iemand."]);
  });

  const MAIN = (title: string, words: string) =>
    `<div data-fragment="main"><h2 tabindex="-1">${title}</h2><p>${words}</p></div>`;

  test("another part waits while somebody writes; the way to follow is shown", () => {
    document.body.innerHTML = `<div data-follow-bar hidden></div>${MAIN("Feiten", "een")}`;
    const { live: fragments } = live({ writingIn: () => true, closeIn: () => undefined });
    fragments.receive([{ name: "main", html: MAIN("Feiten", "twee") }]);
    expect(part("p").textContent).toBe("twee");
    fragments.receive([{ name: "main", html: MAIN("Besluiten", "drie") }]);
    expect(part("h2").textContent).toBe("Feiten");
    expect(part("[data-follow-bar]").hidden).toBe(false);
  });
});

describe("the door", () => {
  test("digits of every script, and nothing else", () => {
    expect(digits("48 29-13")).toBe("482913");
    expect(digits("٤٨٢۹۱۳")).toBe("482913");
    expect(digits("Code: ９０４-४६५. 𝟙𝟫")).toBe("90446519");
  });

  test("the secret behind the # goes into the form and out of the address", () => {
    history.replaceState(null, "", "/j#AbCdEf123456_-");
    document.body.innerHTML =
      '<form data-join-fragment hidden><input name="token"><button hidden>Doe mee</button></form><p data-join-typed>x</p>';
    setUpDoor();
    expect((part("input") as HTMLInputElement).value).toBe("AbCdEf123456_-");
    expect(location.hash).toBe("");
    expect(part("form").hidden).toBe(false);
    expect(part("button").hidden).toBe(false);
  });
});

describe("the timer", () => {
  const timer = (rest: number, more = "") =>
    `<span data-timer data-ends="${1_000_000 + rest}" data-now="1000000" data-total="600000" data-one="nog {n} minuut" data-many="nog {n} minuten" data-over="de tijd is om" ${more}><svg><circle data-timer-ring stroke-dasharray="0 100"></circle></svg><span data-timer-words></span></span>`;

  test.each([
    [300_000, "nog 5 minuten", "50 100"],
    [61_000, "nog 2 minuten", "10 100"],
    [60_000, "nog 1 minuut", "10 100"],
    [-5, "de tijd is om", "0 100"],
  ])("%i ms", (rest, words, ring) => {
    document.body.innerHTML = timer(rest, "data-frozen");
    showTimers();
    expect(part("[data-timer-words]").textContent).toBe(words);
    expect(part("[data-timer-ring]").getAttribute("stroke-dasharray")).toBe(ring);
  });

  test("counts by the server's clock", () => {
    vi.useFakeTimers({ now: 50 });
    document.body.innerHTML = timer(120_000);
    showTimers();
    vi.setSystemTime(60_050);
    showTimers();
    expect(part("[data-timer-words]").textContent).toBe("nog 1 minuut");
  });
});

describe("a part of a drawing", () => {
  const box = (x: number, words = "Ruzie") =>
    `<g id="node-1" data-fragment="node:1" data-node="1" transform="translate(${x} 5)"><text>${words}</text></g>`;

  function drawing() {
    document.body.innerHTML = `<section data-fragment="map"><svg data-map>${box(1)}</svg></section>`;
    return live().live;
  }

  function node(): Element {
    const found = document.querySelector('[data-fragment="node:1"]');
    if (!found) throw new Error("no box");
    return found;
  }

  test("stays a part of a drawing", () => {
    const page = drawing();
    const before = node();
    page.receive([{ name: "node:1", html: box(7, "Schulden") }]);
    expect(node()).toBe(before);
    expect(node().namespaceURI).toBe("http://www.w3.org/2000/svg");
    expect(node().querySelector("text")?.namespaceURI).toBe("http://www.w3.org/2000/svg");
    expect(node().textContent).toBe("Schulden");
    expect(node().getAttribute("transform")).toBe("translate(7 5)");
  });

  test("gets new shapes as shapes", () => {
    const page = drawing();
    const html = box(1).replace("<text>", '<path d="M0 0"></path><text>');
    page.receive([{ name: "node:1", html }]);
    expect(node().querySelector("path")?.namespaceURI).toBe("http://www.w3.org/2000/svg");
  });

  test("goes away when it is not there any more", () => {
    const page = drawing();
    page.receive([{ name: "node:1", html: "" }]);
    expect(document.querySelector("[data-node]")).toBeNull();
  });

  test("does not jump while it is held, and shows the last that came when it is let go", () => {
    const page = drawing();
    page.hold("node:1");
    page.receive([{ name: "node:1", html: box(7) }]);
    page.receive([{ name: "node:1", html: box(9) }]);
    expect(node().getAttribute("transform")).toBe("translate(1 5)");
    page.letGo("node:1");
    expect(node().getAttribute("transform")).toBe("translate(9 5)");
    page.receive([{ name: "node:1", html: box(11) }]);
    expect(node().getAttribute("transform")).toBe("translate(11 5)");
  });

  test("is left alone by a new picture around it while it is held", async () => {
    const page = drawing();
    const fetched = vi.fn(() => Promise.reject(new Error("no line")));
    vi.stubGlobal("fetch", fetched);
    page.hold("node:1");
    page.receive([
      {
        name: "map",
        html: `<section data-fragment="map"><svg data-map><g class="new"></g>${box(50)}</svg></section>`,
      },
    ]);
    expect(document.querySelectorAll("[data-node]").length).toBe(1);
    expect(document.querySelectorAll("g.new").length).toBe(1);
    expect(node().getAttribute("transform")).toBe("translate(1 5)");
    page.letGo("node:1");
    expect(fetched).toHaveBeenCalledOnce();
  });
});
