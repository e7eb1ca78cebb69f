import type { MenuItem } from "../ui/menu";
import { type ActionHost, actionItem } from "../ui/menu_items";
import { CANVAS, type CanvasAction } from "./actions";
import type { Figure } from "./figures";

/** What can be done with what the pointer is on: a figure, which is selected already, or the free picture. */
export function itemsFor(
  host: ActionHost<CanvasAction>,
  figure: Figure | null,
): (MenuItem | null)[] {
  const items = (...actions: CanvasAction[]) => actions.map((one) => actionItem(CANVAS, host, one));
  if (!figure)
    return [
      ...items("canvas.paste", "canvas.selectAll", "canvas.ask", "canvas.chooseAssistant"),
      null,
      ...items("fit", "canvas.actualSize", "canvas.hide"),
      ...items("canvas.picture", "canvas.edgeView", "canvas.onion", "canvas.plainPicture"),
    ];
  return [
    ...items("comment", "uncertain"),
    null,
    ...items("canvas.copy", "canvas.toNext", "canvas.hide", "canvas.lock"),
    ...(figure.kind === "polygon" ? items("canvas.hole", "canvas.part", "canvas.deleteRing") : []),
    ...(figure.kind === "box" ? items("canvas.turnLeft", "canvas.turnRight") : []),
    ...items("canvas.toFront", "canvas.toBack"),
    ...(figure.kind === "point" ? [] : items("canvas.convert")),
    ...(figure.kind === "mask" ? items("canvas.grow", "canvas.shrink", "canvas.fillHoles") : []),
    ...(figure.kind === "point" && !figure.track
      ? items("canvas.negative", "canvas.occluded")
      : []),
    null,
    ...(figure.track ? trackItems(items) : items("canvas.asTrack")),
    null,
    ...items("canvas.zoomToSelection", "canvas.delete"),
    ...(figure.track ? items("canvas.deleteTrack") : []),
  ];
}

/** What can be done with what an assistant proposes. */
export function proposalItems(host: ActionHost<CanvasAction>): (MenuItem | null)[] {
  const items = (...actions: CanvasAction[]) => actions.map((one) => actionItem(CANVAS, host, one));
  return [
    ...items("canvas.accept", "canvas.reject", "canvas.nextProposal"),
    null,
    ...items("canvas.acceptAll", "canvas.rejectAll"),
  ];
}

/** What can be done with a track on this frame. */
function trackItems(items: (...actions: CanvasAction[]) => MenuItem[]): (MenuItem | null)[] {
  return [
    ...items("canvas.key", "canvas.hold", "canvas.outside", "canvas.occluded"),
    null,
    ...items("canvas.previousKey", "canvas.middleKey", "canvas.nextKey"),
    null,
    ...items("canvas.follow", "canvas.followBack", "canvas.acceptKeys", "canvas.rejectKeys"),
    null,
    ...items("canvas.split", "canvas.merge", "canvas.link"),
  ];
}
