import type { InitializeProps, RenderProps } from "@anywidget/types";
import "../core/theme.css";
import "./timeline_editor.css";
import { Editor } from "../timeline/editor";
import { Opened } from "../timeline/editor_model";
import { mount } from "../ui/mount";
import { TaskModel, type TaskTraits } from "../ui/task_model";

/** anywidget calls this once per model: what its views share lives in the closure. */
export default () => {
  let shared: TaskModel<Opened>;

  return {
    // Nothing is awaited here: anywidget gives `initialize` two seconds, the kernel may take longer.
    initialize({ model, signal }: InitializeProps<TaskTraits>) {
      shared = new TaskModel(
        model,
        signal,
        (hello: Opened["hello"], buffers, channel) => new Opened(hello, buffers, channel),
      );
    },

    render(props: RenderProps<TaskTraits>) {
      mount(props, shared, "Timeline editor", (root, opened, signal) => {
        new Editor(root, opened, signal);
      });
    },
  };
};
