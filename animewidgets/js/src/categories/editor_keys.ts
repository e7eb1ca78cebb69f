import { CANVAS } from "../canvas/actions";
import { capital } from "../core/outcome";
import type { SettingsValues } from "../core/settings";
import { TIMELINE } from "../timeline/keymaps";
import type { EditorKeys } from "./problems";

/** Who has a key in the editors in which categories are chosen, with the keys that a person uses there. */
export function editorKeys({ keyMap, keys }: Pick<SettingsValues, "keyMap" | "keys">): EditorKeys {
  const canvas = CANVAS.keyMap(keyMap, keys, []);
  const timeline = TIMELINE.keyMap(keyMap, keys, []);
  return (key) => {
    const [inCanvas, inTimeline] = [canvas.holderOf(key), timeline.holderOf(key)];
    const said = [
      inCanvas ? `in the frame canvas it is “${CANVAS.nameOf(inCanvas, [])}”` : null,
      inTimeline ? `in the timeline editor it is “${TIMELINE.nameOf(inTimeline, [])}”` : null,
    ].filter((one) => one !== null);
    return said.length ? capital(said.join(", ")) : null;
  };
}
