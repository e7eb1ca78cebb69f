import type { MenuItem } from "../../ui/menu";
import { type CommunityPlace, communityOf } from "../community_place";
import { openPropose, openProposeDraft, type Proposable } from "./propose_dialog";

/** Lines of the tree's menu that propose, instead of do, what can be done with the selected categories. */
export function proposeItems(place: CommunityPlace, selected: readonly string[]): MenuItem[] {
  const published = selected.filter((id) => place.draft.base.has(id));
  const item = (label: string, op: Proposable): MenuItem => ({
    label,
    run: () => openPropose(place, communityOf(place), { op, categories: published }),
  });
  if (!published.length) return [item("Propose to add …", "add")];
  if (published.length > 1) return [item("Propose to merge …", "merge")];
  return [
    item("Propose to rename …", "rename"),
    item("Propose to move …", "move"),
    item("Propose to merge …", "merge"),
    item("Propose to split …", "split"),
    item("Propose to remove …", "drop"),
  ];
}

/** Propose the whole draft: the way of those who may not publish it. */
export function proposeDraft(place: CommunityPlace): void {
  openProposeDraft(place, communityOf(place));
}
