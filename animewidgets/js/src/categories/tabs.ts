/**
 * The tabs of the category designer. A tab is a {@link Panel}; the designer makes all of them once, shows one at
 * a time, and hands each the {@link DesignerPlace} that it works in.
 */
import type { Requester } from "../core/channel";
import type { Announcer } from "../ui/announce";
import type { Dialog } from "../ui/dialog";
import type { MenuItem } from "../ui/menu";
import type { CategoriesAction } from "./actions";
import type { SchemaChange } from "./changes";
import type { Draft } from "./draft";
import type { DesignerHello } from "./hello";
import { ProposalsPanel } from "./proposals/proposals_panel";
import { VersionsPanel } from "./versions/versions_panel";

/** What a tab can use of the designer around it. */
export interface DesignerPlace {
  readonly root: HTMLElement;
  readonly hello: DesignerHello;
  readonly channel: Requester;
  /** The person's draft: `draft.schema` is what they see, `draft.base` the version on which it stands. */
  readonly draft: Draft;
  readonly announcer: Announcer;
  readonly signal: AbortSignal;
  /** The language in which names are shown (BCP 47), or `null`: as they are written. */
  readonly language: string | null;
  /** How much a category is used; none is known of a new one. */
  usage(categoryId: string): { annotations: number; tasks: number };
  /** Make a gesture in the draft. Says `said`, or why not; whether it was made. */
  take(changes: readonly SchemaChange[], said: string): boolean;
  /** Open a dialog over the designer; `closed` must be called when it goes. */
  dialog(open: (closed: () => void) => Dialog): void;
  menu(at: { x: number; y: number }, label: string, items: readonly (MenuItem | null)[]): void;
  /** Go to the tree and select these. */
  reveal(categoryIds: readonly string[]): void;
  /** Ask the kernel anew: somebody has published, or this person has. Says `said` once all is there. */
  reload(said?: string): Promise<void>;
  /** The keys of an action, as they are written. */
  keysFor(action: CategoriesAction): readonly string[];
  focus(): void;
}

export interface Panel {
  readonly id: "categories" | "versions" | "proposals";
  readonly label: string;
  readonly root: HTMLElement;
  /** What stands behind the label: how many proposals are open, say. Empty: nothing. */
  readonly badge: string;
  /** Draw anew: the draft changed, or the tab came to the front. Not called for one that is hidden. */
  show(): void;
  /** Take the keyboard's focus. */
  focus(): void;
  /** Run one of the tab's own actions; whether it is one. */
  run?(action: CategoriesAction): boolean;
}

export type MakePanel = (place: DesignerPlace) => Panel;

/** The tabs beside that of the tree, from left to right. */
export const OTHER_TABS: readonly MakePanel[] = [
  (place) => new VersionsPanel(place),
  (place) => new ProposalsPanel(place),
];
