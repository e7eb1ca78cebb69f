import { h } from "../core/dom";

/** One line of a menu; `null` between them draws a rule. */
export interface MenuItem {
  readonly label: string;
  /** Its keys, as they are shown. */
  readonly keys?: string;
  /** For choices: whether it is the one that counts. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  run(): void;
}

/** Pixels that a menu keeps from the edges of what it opens in. */
const MARGIN = 4;

/**
 * Open a menu inside `root` at a place of the page (CSS pixels of the viewport). Arrow keys, Home, End and
 * first letters move in it, Escape and clicks elsewhere close it; `closed` is called however it goes.
 */
export function openMenu(
  root: HTMLElement,
  at: { x: number; y: number },
  label: string,
  items: readonly (MenuItem | null)[],
  closed: () => void,
): () => void {
  const life = new AbortController();
  const close = () => {
    if (life.signal.aborted) return;
    life.abort();
    menu.remove();
    closed();
  };
  const entries = items.map((item) =>
    item === null
      ? h("div", { class: "aw-menu-rule", role: "separator" })
      : h(
          "button",
          {
            type: "button",
            class: "aw-menu-item",
            role: item.checked === undefined ? "menuitem" : "menuitemradio",
            "aria-checked": item.checked === undefined ? null : String(item.checked),
            disabled: item.disabled === true,
            tabindex: -1,
            onclick: () => {
              close();
              item.run();
            },
          },
          h("span", { class: "aw-menu-check" }, item.checked ? "✓" : ""),
          h("span", { class: "aw-menu-label" }, item.label),
          item.keys ? h("kbd", {}, item.keys) : null,
        ),
  );
  const menu = h("div", { class: "aw-menu", role: "menu", "aria-label": label }, ...entries);
  root.append(menu);
  const box = root.getBoundingClientRect();
  const within = (wanted: number, size: number, room: number) =>
    Math.max(MARGIN, Math.min(wanted, room - size - MARGIN));
  menu.style.left = `${within(at.x - box.left, menu.offsetWidth, box.width)}px`;
  menu.style.top = `${within(at.y - box.top, menu.offsetHeight, box.height)}px`;

  const choices = entries.filter(
    (entry): entry is HTMLButtonElement => entry instanceof HTMLButtonElement && !entry.disabled,
  );
  const page = root.getRootNode() as Document | ShadowRoot;
  const focused = () => choices.indexOf(page.activeElement as HTMLButtonElement);
  const focus = (n: number) => choices[(n + choices.length) % choices.length]?.focus();
  menu.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const moves: Record<string, () => void> = {
      ArrowDown: () => focus(focused() + 1),
      ArrowUp: () => focus(focused() - 1),
      Home: () => focus(0),
      End: () => focus(-1),
      Escape: close,
      Tab: close,
    };
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      move();
    } else if (event.key.length === 1 && event.key !== " ") {
      const starts = (one: HTMLButtonElement) =>
        one
          .querySelector(".aw-menu-label")
          ?.textContent?.toLowerCase()
          .startsWith(event.key.toLowerCase());
      const from = focused() + 1;
      [...choices.slice(from), ...choices.slice(0, from)].find(starts)?.focus();
    }
  });
  document.addEventListener(
    "pointerdown",
    (event) => {
      // Seen from the document, what is pressed in a shadow root is its host.
      if (!event.composedPath().includes(menu)) close();
    },
    { signal: life.signal, capture: true },
  );
  choices[0]?.focus();
  return close;
}
