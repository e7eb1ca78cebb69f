import type { KeyMap } from "../core/keys";
import { isMatch } from "../timemaps/patch";
import type { MenuItem } from "../ui/menu";
import { actionItem } from "../ui/menu_items";
import { ALIGNMENT, type AlignAction } from "./actions";
import type { AxesHit } from "./axes_scene";
import { MODE_NAMES, MODES } from "./compare";
import type { Linked } from "./linked";
import type { MapIndex } from "./map_index";
import type { Side } from "./side";
import type { Stage } from "./stage";
import { roleName } from "./words";

/** A place of the window, in CSS pixels. */
interface Place {
  readonly x: number;
  readonly y: number;
}

export interface MenuHost {
  readonly a: Side;
  readonly linked: Linked;
  readonly stage: Stage;
  readonly index: MapIndex;
  readonly current: number;
  readonly keys: KeyMap<AlignAction | `category:${string}`>;
  run(action: AlignAction): void;
  menu(at: Place, label: string, items: readonly (MenuItem | null)[]): void;
  unanchor(source: number): void;
}

/** What can be done with the pictures. */
export function stageMenu(host: MenuHost, at: Place): void {
  const { stage } = host;
  host.menu(at, "Comparing", [
    ...MODES.map((mode) => ({
      label: MODE_NAMES[mode],
      checked: mode === stage.mode,
      run: () => {
        if (mode !== stage.mode) stage.compare(mode);
      },
    })),
    null,
    ...(["align.more", "align.less", "align.closer", "align.wholePicture"] as const).map((one) =>
      actionItem(ALIGNMENT, host, one),
    ),
    null,
    ...(["align.link", "align.leadA", "align.leadB", "align.anchor"] as const).map((one) =>
      actionItem(ALIGNMENT, host, one),
    ),
  ]);
}

/** What can be done with what is under the pointer; the leading playhead stands there already. */
export function mapMenu(host: MenuHost, hit: AxesHit | null, at: Place): void {
  const items = (...actions: AlignAction[]) =>
    actions.map((one) => actionItem(ALIGNMENT, host, one));
  if (hit?.what === "anchor") {
    const { source } = hit.anchor;
    host.menu(at, "Anchor", [
      { label: "Take this anchor away", run: () => host.unanchor(source) },
      { label: "Go there", run: () => host.linked.seek("a", host.a.index.ordinalAt(source)) },
    ]);
    return;
  }
  const piece = host.index.pieces[host.current];
  const match = piece !== undefined && isMatch(piece);
  host.menu(at, piece ? roleName(piece.role) : "Here", [
    ...(piece ? items("align.accept", "align.role", "align.split") : []),
    ...(match ? items("align.changed", "align.unmatch") : []),
    null,
    ...(match
      ? items("align.nudgeBack", "align.nudgeForward", "align.startHere", "align.endHere")
      : items("align.startHere", "align.endHere")),
    ...items("align.anchor"),
    null,
    ...(piece ? items("align.zoomToPiece") : []),
    ...items("fit", "align.laying", "waveform"),
  ]);
}
