import type { ActionBook } from "../core/action_book";
import { showKey } from "../core/key_names";
import type { KeyMap } from "../core/keys";
import type { MenuItem } from "./menu";

/** What a menu needs to offer an editor's actions. */
export interface ActionHost<A extends string> {
  readonly keys: KeyMap<A | `category:${string}`>;
  run(action: A): void;
}

/** An action as a line of a menu, with its key. */
export function actionItem<A extends string>(
  book: ActionBook<A>,
  host: ActionHost<A>,
  action: A,
): MenuItem {
  const [key] = host.keys.keysFor(action);
  return {
    label: book.labelOf(action),
    ...(key ? { keys: showKey(key) } : {}),
    run: () => host.run(action),
  };
}

/** Everything that can be done, group by group. */
export function allActions<A extends string>(
  book: ActionBook<A>,
  host: ActionHost<A>,
): (MenuItem | null)[] {
  return book.groups.flatMap((group, i) => [
    ...(i ? [null] : []),
    ...book.standard
      .filter((one) => book.groupOf(one) === group && one !== "escape")
      .map((one) => actionItem(book, host, one)),
  ]);
}
