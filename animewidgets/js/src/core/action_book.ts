import { type Binding, canonicalKey, KeyMap, whyNotBound } from "./keys";
import type { KeyMapName, KeyOverrides } from "./settings";
import type { Category } from "./wire";

export type CategoryAction = `category:${string}`;

/** Every action by its name: what it is called, the group it stands in, the keys of our own map. */
export type ActionTable<A extends string> = Readonly<
  Record<A, readonly [label: string, group: string, ...keys: string[]]>
>;

/** Keys in one line, with spaces between. */
export type Keys = string;

export interface BookOptions<A extends string> {
  readonly table: ActionTable<A>;
  /** In the order in which they are shown. */
  readonly groups: readonly string[];
  /** What a key that is held down does again and again. */
  readonly repeated: ReadonlySet<A>;
  /** Where the keys of the ready maps differ from ours. */
  readonly presets: Readonly<Record<KeyMapName, Partial<Record<A, Keys>>>>;
  /** Actions whose keys somebody chose for the task: they go before the map's other keys. */
  readonly chosen?: ReadonlySet<string>;
  /** Whether an action that is not in the table is another editor's: its keys are left alone without a word. */
  readonly isElsewhere: (action: string) => boolean;
}

/** The way out of whatever is open stays where everybody finds it. */
export const FIXED: ReadonlySet<string> = new Set(["escape"]);

export const isCategory = (action: string): action is CategoryAction =>
  action.startsWith("category:");

export const categoryAction = ({ category_id }: Category): CategoryAction =>
  `category:${category_id}`;

/** All that one can do in an editor: what keys, buttons, menus and help read. */
export class ActionBook<A extends string> {
  readonly standard: readonly A[];
  readonly groups: readonly string[];

  constructor(readonly options: BookOptions<A>) {
    this.standard = Object.keys(options.table) as A[];
    this.groups = options.groups;
  }

  /** The same with other keys for some actions, on all maps; what is no action here is left alone. */
  withKeys(keys: Readonly<Record<string, readonly string[]>> = {}): ActionBook<A> {
    const known = Object.entries(keys).filter(
      ([action]) => this.isStandard(action) && !FIXED.has(action),
    );
    if (!known.length) return this;
    const own = Object.fromEntries(known.map(([action, list]) => [action, list.join(" ")]));
    const presets = Object.fromEntries(
      Object.entries(this.options.presets).map(([name, preset]) => [name, { ...preset, ...own }]),
    ) as Record<KeyMapName, Partial<Record<A, Keys>>>;
    return new ActionBook({ ...this.options, presets, chosen: new Set(Object.keys(own)) });
  }

  labelOf(action: A): string {
    return this.options.table[action][0];
  }

  groupOf(action: A): string {
    return this.options.table[action][1];
  }

  repeats(action: A | CategoryAction): boolean {
    return this.options.repeated.has(action as A);
  }

  isStandard(action: string): action is A {
    return Object.hasOwn(this.options.table, action);
  }

  /** An action in words, a category by its name. */
  nameOf(action: A | CategoryAction, categories: readonly Category[]): string {
    if (!isCategory(action)) return this.labelOf(action);
    const id = action.slice("category:".length);
    return `Category ${categories.find((one) => one.category_id === id)?.name ?? id}`;
  }

  /** The keys of an action on one of the ready maps; a category's are its project's. */
  presetKeys(
    name: KeyMapName,
    action: A | CategoryAction,
    categories: readonly Category[] = [],
  ): readonly string[] {
    if (isCategory(action)) {
      const id = action.slice("category:".length);
      const hotkey = categories.find((one) => one.category_id === id)?.hotkey;
      return hotkey ? [hotkey] : [];
    }
    const { presets, table } = this.options;
    const preset = presets[name][action];
    if (preset !== undefined) return preset.split(" ").filter(Boolean);
    const [, , ...keys] = table[action];
    return keys;
  }

  /**
   * The keys of every action: a ready map, over it one's own keys, and the categories' hotkeys. Where
   * two actions want one key, one's own wish goes before the task's, that before the map's, and that before a
   * category's.
   */
  keyMap(
    name: KeyMapName,
    overrides: KeyOverrides,
    categories: readonly Category[],
  ): KeyMap<A | CategoryAction> {
    const all: (A | CategoryAction)[] = [...this.standard, ...categories.map(categoryAction)];
    const isOwn = (action: string) => Object.hasOwn(overrides, action) && !FIXED.has(action);
    const bindings = all.map((action): Binding<A | CategoryAction> => {
      const keys = isOwn(action) ? overrides[action] : this.presetKeys(name, action, categories);
      return { action, keys: (keys ?? []).filter((key) => FIXED.has(action) || !whyNotBound(key)) };
    });
    const first = (action: string) =>
      FIXED.has(action) ? 0 : isOwn(action) ? 1 : this.options.chosen?.has(action) ? 2 : 3;
    return new KeyMap(bindings.sort((a, b) => first(a.action) - first(b.action)));
  }

  /**
   * What of one's own keys means nothing here, in words: actions that this version does not have and
   * keys that cannot be bound. Categories of other projects, and actions of another editor, are no fault.
   */
  overrideProblems(overrides: KeyOverrides): string[] {
    return Object.entries(overrides).flatMap(([action, keys]) => {
      if (!this.isStandard(action) && !isCategory(action) && !this.options.isElsewhere(action))
        return [
          `Keys are set for “${action}”, which this editor does not have; they are left alone.`,
        ];
      return keys.flatMap((key) => whyNotBound(key) ?? []);
    });
  }

  /** One's own keys, shortened: an action whose keys are those of the map needs none of its own. */
  tidyOverrides(
    name: KeyMapName,
    overrides: KeyOverrides,
    categories: readonly Category[],
  ): KeyOverrides {
    // What is not known here is another project's category, or another editor's action: kept as it is.
    const known = new Set<string>([...this.standard, ...categories.map(categoryAction)]);
    const spelled = (keys: readonly string[]) => keys.map(canonicalKey).join(" ");
    return Object.fromEntries(
      Object.entries(overrides).filter(
        ([action, keys]) =>
          !known.has(action) ||
          spelled(keys) !== spelled(this.presetKeys(name, action as A, categories)),
      ),
    );
  }
}
