import type { InitializeProps, RenderProps } from "@anywidget/types";
import "../core/theme.css";
import "./template_designer.css";
import { Channel } from "../core/channel";
import { showDesigner } from "../templates/designer";
import { TemplateModel } from "../templates/model";
import { mountNamed } from "../ui/mount";

/** anywidget calls this once per model: what its views share lives in the closure. */
export default () => {
  let shared: TemplateModel;

  return {
    initialize({ model, signal }: InitializeProps) {
      shared = new TemplateModel(new Channel(model, signal), signal);
    },

    render(props: RenderProps) {
      mountNamed(
        props,
        shared.opening,
        "Template designer",
        ({ hello }) => hello?.project ?? "",
        showDesigner,
      );
    },
  };
};
