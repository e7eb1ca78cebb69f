export type Child = Node | string | null | undefined;

/** Attributes and listeners of an element: `class`, `onclick`, `aria-…`; `false` and `null` leave one out. */
export type Attributes = {
  [name: string]: string | number | boolean | null | undefined | ((event: never) => void);
};

/** Make an element. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function")
      element.addEventListener(name.replace(/^on/, ""), value as (event: Event) => void);
    else setAttribute(element, name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Set, or with `false` / `null` remove, an attribute; nothing happens where it is so already. */
export function setAttribute(
  element: Element,
  name: string,
  value: string | number | boolean | null | undefined,
): void {
  if (value === false || value === null || value === undefined) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

/** Set the text of an element; nothing happens where it reads so already. */
export function setText(element: Node, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** The outermost of what an element scrolls in, a notebook's panel for example; `null` where only the window does. */
export function scrollerOf(element: Element): Element | null {
  let found: Element | null = null;
  // The outermost: output areas within it scroll, too, but grow with what they hold.
  for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at);
    if (overflowY === "auto" || overflowY === "scroll") found = at;
  }
  return found;
}

/** Calls of one function within a frame become one call in the next. */
export function oncePerFrame(draw: () => void, signal: AbortSignal): Redraw {
  let asked = 0;
  const cancel = () => {
    cancelAnimationFrame(asked);
    asked = 0;
  };
  signal.addEventListener("abort", cancel);
  const ask = () => {
    if (asked || signal.aborted) return;
    asked = requestAnimationFrame(() => {
      asked = 0;
      draw();
    });
  };
  return Object.assign(ask, { cancel });
}

/** Asks for a drawing at the next frame. `cancel` takes that back, where somebody drew already. */
export type Redraw = (() => void) & { cancel(): void };
