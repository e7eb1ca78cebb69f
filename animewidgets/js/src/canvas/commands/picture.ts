import { PLAIN } from "../picture_look";
import type { Context } from "./context";

/** How the picture is shown; nothing here is stored with a shape. */
export function pictureDeeds(context: Context) {
  const { host } = context;
  const { settings } = host;
  const toggle = (name: "edges" | "edgeView" | "onion", what: string) => {
    const on = !settings.values[name];
    settings.set({ [name]: on });
    context.say(`${what} ${on ? "on" : "off"}`);
  };
  return {
    "canvas.edges": () => toggle("edges", "Snapping to edges in the picture:"),
    "canvas.edgeView": () => toggle("edgeView", "Edge view"),
    "canvas.onion": () => toggle("onion", "Onion skin"),
    "canvas.picture": () => host.togglePicture(),
    "canvas.plainPicture": () => {
      settings.set(PLAIN);
      context.say("The picture is shown as it is");
    },
  };
}
