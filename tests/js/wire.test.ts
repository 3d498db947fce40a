// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Hello } from "../../static/src/messages.ts";
import { type Link, Wire } from "../../static/src/wire.ts";

/** A line of socket.io as far as the wire knows one; a test says what comes down it. */
const { line } = vi.hoisted(() => {
  const heard = new Map<string, (said?: unknown) => void>();
  const pace = { delay: 0, most: 0, chance: 0 };
  return {
    line: {
      heard,
      pace,
      sent: [] as string[],
      connected: false,
      active: true,
      io: {
        on: () => undefined,
        reconnectionDelay: (value: number) => {
          pace.delay = value;
        },
        reconnectionDelayMax: (value: number) => {
          pace.most = value;
        },
        randomizationFactor: (value: number) => {
          pace.chance = value;
        },
      },
      on: (name: string, tell: (said?: unknown) => void) => heard.set(name, tell),
      timeout: () => ({
        emitWithAck: async (name: string) => {
          line.sent.push(name);
          return { ok: true };
        },
      }),
      connect: vi.fn(),
      comes: (name: string, said?: unknown) => heard.get(name)?.(said),
    },
  };
});
vi.mock("socket.io-client", () => ({ io: () => line }));

let wire: Wire;
let links: Link[];
const at = () => links.at(-1)?.at;

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(line, { sent: [], connected: true, active: true });
  line.connect.mockClear();
  links = [];
  wire = new Wire(() => ({}) as Hello);
  wire.onLink((link) => links.push(link));
  line.comes("connect");
});
afterEach(() => {
  vi.useRealTimers();
});

function closed(): void {
  line.connected = false;
  line.comes("disconnect", "transport close");
}

describe("a server that goes for an update", () => {
  test("is told at once, gets nothing more, and counts as an update until it is back", async () => {
    line.comes("leaving", {});
    expect(at()).toBe("leaving");
    expect(await wire.ask("text:close", { text: "t" })).toEqual({ ok: "unknown" });
    expect(line.sent).toEqual([]);
    closed();
    line.comes("connect_error", new Error("websocket error"));
    expect(at()).toBe("leaving");
    line.comes("connect");
    expect(links.at(-1)).toEqual({ at: "online", again: true });
    expect((await wire.ask("text:close", { text: "t" })).ok).toBe(true);
  });

  test("is come back to soon, by chance, and after that as ever", () => {
    line.comes("leaving", {});
    expect(line.pace.most).toBeLessThanOrEqual(2_000);
    expect(line.pace.chance).toBeGreaterThan(0.5);
    const soon = { ...line.pace };
    closed();
    line.comes("connect");
    expect(line.pace.most).toBeGreaterThan(soon.most);
  });

  test("and does not come back is a line that is lost", () => {
    line.comes("leaving", {});
    closed();
    vi.advanceTimersByTime(59_000);
    expect(at()).toBe("leaving");
    vi.advanceTimersByTime(2_000);
    expect(at()).toBe("lost");
  });

  test("while a line opens sends nobody away: it is tried again", () => {
    Object.assign(line, { connected: false, active: false });
    line.comes("connect_error", new Error("updating"));
    expect(links.map((link) => link.at)).not.toContain("refused");
    expect(at()).toBe("leaving");
    vi.advanceTimersByTime(3_000);
    expect(line.connect).toHaveBeenCalledTimes(1);
  });

  test("is not a line that breaks by itself", () => {
    closed();
    expect(at()).toBe("lost");
  });
});
