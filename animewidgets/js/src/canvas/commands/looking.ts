import { nextForm } from "../../core/timecode";
import type { Vertex } from "../geometry";
import { actualSize, show, toScreen } from "../view";
import type { Context } from "./context";

const ZOOM = 1.5;
/** Part of the stage by which the view is moved. */
const PAGE = 0.25;

/** What of the picture is seen, and how large. */
export function lookingDeeds(context: Context) {
  const { host } = context;
  const { settings } = host;
  const pan = (right: number, down: number) => {
    const { surface } = host;
    surface.pan(-right * PAGE * surface.stage.width, -down * PAGE * surface.stage.height);
  };
  const zoom = (factor: number) => {
    const { surface, selected, pointer } = host;
    const [one] = selected;
    const middle: Vertex | null = one
      ? [one.extent.x + one.extent.width / 2, one.extent.y + one.extent.height / 2]
      : null;
    const at = pointer ?? (middle && toScreen(surface.stage, surface.view, middle));
    if (at) surface.zoom(factor, at);
    else surface.zoom(factor);
  };
  return {
    zoomIn: () => zoom(ZOOM),
    zoomOut: () => zoom(1 / ZOOM),
    fit: () => host.surface.fit(),
    "canvas.actualSize": () => {
      const { surface } = host;
      surface.look(actualSize(surface.stage, surface.view));
    },
    "canvas.zoomToSelection": () => {
      const { selected, surface } = host;
      if (!selected.length) return context.refuseEmpty();
      const [left, top] = [
        Math.min(...selected.map(({ extent }) => extent.x)),
        Math.min(...selected.map(({ extent }) => extent.y)),
      ];
      const right = Math.max(...selected.map(({ extent }) => extent.x + extent.width));
      const bottom = Math.max(...selected.map(({ extent }) => extent.y + extent.height));
      const box = { x: left, y: top, width: right - left, height: bottom - top };
      surface.look(show(surface.stage, box));
    },
    panLeft: () => pan(-1, 0),
    panRight: () => pan(1, 0),
    "canvas.panUp": () => pan(0, -1),
    "canvas.panDown": () => pan(0, 1),
    snap: () => {
      settings.set({ snap: !settings.values.snap });
      context.say(`Snapping ${settings.values.snap ? "on" : "off"}`);
    },
    timecode: () => settings.set({ timecode: nextForm(settings.values.timecode) }),
    fullScreen: () => host.toggleFullScreen(),
    list: () => host.toggleList(),
    keySettings: () => host.openKeySettings(),
    help: () => host.toggleHelp(),
  };
}
