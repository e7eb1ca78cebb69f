import type { InitializeProps, RenderProps } from "@anywidget/types";
import "../core/theme.css";
import "./frame_canvas.css";
import { CanvasEditor } from "../canvas/canvas_editor";
import { OpenCanvas } from "../canvas/canvas_model";
import { mount } from "../ui/mount";
import { TaskModel, type TaskTraits } from "../ui/task_model";

/** anywidget calls this once per model: what its views share lives in the closure. */
export default () => {
  let shared: TaskModel<OpenCanvas>;

  return {
    // Nothing is awaited here: anywidget gives `initialize` two seconds, the kernel may take longer.
    initialize({ model, signal }: InitializeProps<TaskTraits>) {
      shared = new TaskModel(
        model,
        signal,
        (hello: OpenCanvas["hello"], buffers, channel) => new OpenCanvas(hello, buffers, channel),
      );
    },

    render(props: RenderProps<TaskTraits>) {
      mount(props, shared, "Frame canvas", (root, opened, signal) => {
        new CanvasEditor(root, opened, signal);
      });
    },
  };
};
