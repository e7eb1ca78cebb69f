import { h } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import { ariaKey, showKey } from "../core/key_names";
import { COMMUNITY_ACTIONS, type CommunityAction } from "./community_actions";
import type { CommunityPlace } from "./community_place";

/** A button for an action, with its keys in the tooltip. */
export function actionButton(
  place: Pick<CommunityPlace, "keysFor">,
  action: CommunityAction,
  name: IconName | null,
  text: string,
  run: () => void,
): HTMLButtonElement {
  const [label, , ...standard] = COMMUNITY_ACTIONS[action];
  const keys = place.keysFor?.(action) ?? standard;
  const shown = keys.map(showKey).join(" or ");
  return h(
    "button",
    {
      type: "button",
      class: "aw-button aw-wide",
      "data-action": action,
      "aria-keyshortcuts": keys.map(ariaKey).join(" ") || null,
      title: shown ? `${label} (${shown})` : label,
      onclick: run,
    },
    name ? icon(name) : null,
    h("span", {}, text),
  );
}
