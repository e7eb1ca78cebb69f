import type { InitializeProps, RenderProps } from "@anywidget/types";
import "../core/theme.css";
import "./pairs_desk.css";
import { Channel } from "../core/channel";
import { PairsView } from "../pairs/desk";
import { PairsModel } from "../pairs/model";
import { mountNamed } from "../ui/mount";

/** anywidget calls this once per model: what its views share lives in the closure. */
export default () => {
  let shared: PairsModel;

  return {
    initialize({ model, signal }: InitializeProps) {
      shared = new PairsModel(new Channel(model, signal), signal);
    },

    render(props: RenderProps) {
      mountNamed(
        props,
        shared.opening,
        "Give and take labels",
        ({ hello }) => hello.project,
        (root, opened, signal) => {
          new PairsView(root, opened, signal);
        },
      );
    },
  };
};
