import type { InitializeProps, RenderProps } from "@anywidget/types";
import "../core/theme.css";
import "./category_designer.css";
import { Designer } from "../categories/designer";
import { DesignerModel } from "../categories/designer_model";
import { mountNamed } from "../ui/mount";

/** anywidget calls this once per model: what its views share lives in the closure. */
export default () => {
  let shared: DesignerModel;

  return {
    // Nothing is awaited here: anywidget gives `initialize` two seconds, the kernel may take longer.
    initialize({ model, signal }: InitializeProps) {
      shared = new DesignerModel(model, signal);
    },

    render(props: RenderProps) {
      mountNamed(
        props,
        shared,
        "Category designer",
        ({ hello }) => hello.schema.schema_id,
        (root, opened, signal) => {
          new Designer(root, shared, opened, signal);
        },
      );
    },
  };
};
