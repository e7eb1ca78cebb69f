import type { InitializeProps, RenderProps } from "@anywidget/types";
import "../core/theme.css";
import "./alignment_editor.css";
import { AlignmentModel } from "../alignment/alignment_model";
import { AlignmentEditor } from "../alignment/editor";
import { mountNamed } from "../ui/mount";
import type { TaskTraits } from "../ui/task_model";

/** anywidget calls this once per model: what its views share lives in the closure. */
export default () => {
  let shared: AlignmentModel;

  return {
    // Nothing is awaited here: anywidget gives `initialize` two seconds, the kernel may take longer.
    initialize({ model, signal }: InitializeProps<TaskTraits>) {
      shared = new AlignmentModel(model, signal);
    },

    render(props: RenderProps<TaskTraits>) {
      mountNamed(
        props,
        shared,
        "Alignment editor",
        ({ a, b }) => `${a.index.release.name} and ${b.index.release.name}`,
        (root, opened, signal) => {
          new AlignmentEditor(root, opened, signal);
        },
      );
    },
  };
};
