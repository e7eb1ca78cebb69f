import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { DEFAULTS, Settings, type SettingsHost } from "./settings";

/** A browser: one storage, and pages that hear of one another's changes as real ones do. */
class Browser {
  readonly stored = new Map<string, string>();
  readonly pages: Page[] = [];
  locked = false;
  full = false;

  open(): Page {
    const page = new Page(this);
    this.pages.push(page);
    return page;
  }
}

class Page extends EventTarget implements SettingsHost {
  constructor(readonly browser: Browser) {
    super();
  }

  get localStorage(): Storage {
    const { browser } = this;
    if (browser.locked) throw new DOMException("denied", "SecurityError");
    return {
      getItem: (key: string) => browser.stored.get(key) ?? null,
      setItem: (key: string, text: string) => {
        if (browser.full) throw new DOMException("full", "QuotaExceededError");
        browser.stored.set(key, text);
        for (const page of browser.pages)
          if (page !== this) page.dispatchEvent(Object.assign(new Event("storage"), { key }));
      },
    } as Storage;
  }
}

const KEY = "animewidgets-settings:mika";
const open = (page: SettingsHost, signal = new AbortController().signal) =>
  new Settings("mika", signal, page);

describe("a person's settings", () => {
  it("are there again after a reload, and are nobody else's", () => {
    const browser = new Browser();
    open(browser.open()).set({ keyMap: "ELAN", volume: 0.5, keys: { cut: ["Insert"] } });
    const again = open(browser.open()).values;
    expect(again).toEqual({ ...DEFAULTS, keyMap: "ELAN", volume: 0.5, keys: { cut: ["Insert"] } });
    expect(new Settings("yui", new AbortController().signal, browser.open()).values).toEqual(
      DEFAULTS,
    );
  });

  it("are in step in every page and in every editor of a page", () => {
    const browser = new Browser();
    const here = browser.open();
    const [one, two, far] = [open(here), open(here), open(browser.open())];
    const heard = vi.fn();
    two.onChange(heard);
    far.onChange(heard);
    one.set({ snap: false });
    expect([two.values.snap, far.values.snap]).toEqual([false, false]);
    expect(heard).toHaveBeenCalledTimes(2);
    far.set({ waveform: false });
    expect(one.values).toEqual({ ...DEFAULTS, snap: false, waveform: false });
  });

  it("changed in two pages at once lose neither change", () => {
    const browser = new Browser();
    const [one, two] = [open(browser.open()), open(browser.open())];
    browser.pages.length = 0; // Neither hears of the other.
    one.set({ timecode: "smpte" });
    two.set({ soundGain: 4 });
    expect(open(browser.open()).values).toEqual({ ...DEFAULTS, timecode: "smpte", soundGain: 4 });
  });

  it("last as long as the page where the browser keeps nothing", () => {
    for (const trouble of ["locked", "full"] as const) {
      const browser = new Browser();
      browser[trouble] = true;
      const page = browser.open();
      const [one, two] = [open(page), open(page)];
      one.set({ reactionLag: 180 });
      one.set({ muted: true });
      expect(two.values).toEqual({ ...DEFAULTS, reactionLag: 180, muted: true });
      browser[trouble] = false;
      expect(open(browser.open()).values).toEqual(DEFAULTS);
    }
    const bare = Object.assign(new EventTarget(), {});
    const alone = open(bare);
    alone.set({ snap: false });
    expect(alone.values.snap).toBe(false);
  });

  it("refuse what is no value, and stay as they were", () => {
    const settings = open(new Browser().open());
    expect(() => settings.set({ snap: false, volume: 2 })).toThrow(
      "volume: 2 is no value that it can have",
    );
    expect(() => settings.set({ reactionLag: Number.NaN })).toThrow(RangeError);
    expect(() => settings.set({ keys: { cut: Array(9).fill("C") } })).toThrow(RangeError);
    expect(settings.values).toEqual(DEFAULTS);
  });

  it("go back to the usual ones when asked", () => {
    const browser = new Browser();
    const settings = open(browser.open());
    settings.set({ keyMap: "Aegisub", listColumns: ["start", "length"] });
    settings.reset();
    expect(open(browser.open()).values).toEqual(DEFAULTS);
  });

  it("are let go with the view", () => {
    const page = new Browser().open();
    const view = new AbortController();
    const gone = open(page, view.signal);
    const heard = vi.fn();
    gone.onChange(heard);
    view.abort();
    open(page).set({ snap: false });
    expect(heard).not.toHaveBeenCalled();
  });
});

describe("stored settings that are damaged", () => {
  it("cost no more than the setting that is wrong", () => {
    const browser = new Browser();
    const settings = { volume: "loud", snap: false, keyMap: "Emacs", keys: { cut: "C" } };
    browser.stored.set(KEY, JSON.stringify({ version: 1, settings }));
    const read = open(browser.open());
    expect(read.values).toEqual({ ...DEFAULTS, snap: false });
    expect(read.problems).toEqual(
      ["volume", "keyMap", "keys"].map((name) => `The stored setting “${name}” cannot be used.`),
    );
  });

  it("of a newer editor are kept for it", () => {
    const browser = new Browser();
    browser.stored.set(KEY, JSON.stringify({ version: 7, settings: { snap: false, lens: 3 } }));
    open(browser.open()).set({ muted: true });
    expect(JSON.parse(browser.stored.get(KEY) as string)).toEqual({
      version: 7,
      settings: { snap: false, muted: true, lens: 3 },
    });
  });

  it("never keep the editor from opening", () => {
    const garbage = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ version: fc.anything(), settings: fc.object() }).map((it) => JSON.stringify(it)),
      fc.constantFrom("null", "[]", '{"settings":null}', '{"settings":{"__proto__":{"snap":1}}}'),
      fc.constant("x".repeat(200_000)),
    );
    fc.assert(
      fc.property(garbage, (text) => {
        const browser = new Browser();
        browser.stored.set(KEY, text);
        const settings = open(browser.open());
        settings.set({ snap: false });
        expect(open(browser.open()).values.snap).toBe(false);
      }),
    );
  });
});
