import { KernelError, type Requester } from "../core/channel";
import { h } from "../core/dom";
import { decoded } from "../core/text_files";
import { explain } from "../ui/task_model";
import type { AlignProgress } from "./wire";

/** Aligning two episodes for the first time decodes both. */
const TIMEOUT = 60_000;
/** Larger than any patch that somebody reviews; hosts refuse messages of more than 10 MB. */
const MOST_BYTES = 8_000_000;

export interface FilesHost {
  readonly channel: Requester;
  readonly root: HTMLElement;
  say(text: string): void;
  refuse(reason: string): void;
  changed(): void;
  /** The kernel has another map. */
  catchUp(): Promise<void>;
}

/** Looking for the map, and the map as a file: what goes through the kernel. */
export class MapFiles {
  /** How far aligning is; `null` while nobody aligns. */
  running: AlignProgress | null = null;

  constructor(
    readonly host: FilesHost,
    signal: AbortSignal,
    aligning = false,
  ) {
    if (aligning) this.running = { share: 0, what: "Aligning" };
    const { channel, root } = host;
    const stops = [
      channel.on("align.progress", (told: AlignProgress) => this.#run(told)),
      channel.on("align.done", () => {
        this.#run(null);
        host.say("Aligned: look at what is doubtful");
      }),
      channel.on("align.failed", (told: { message: string; cancelled?: boolean }) => {
        this.#run(null);
        if (told.cancelled) host.say("Aligning was stopped: the map is as it was");
        else host.refuse(told.message);
      }),
    ];
    signal.addEventListener("abort", () => {
      for (const stop of stops) stop();
    });
    root.addEventListener("dragover", (event) => event.preventDefault(), { signal });
    root.addEventListener(
      "drop",
      (event) => {
        const [file] = event.dataTransfer?.files ?? [];
        if (!file) return;
        event.preventDefault();
        void this.take(file);
      },
      { signal },
    );
  }

  /** Align, or stop. */
  toggle(): void {
    if (this.running) {
      void this.#ask("map.cancel", {}, "Stopping");
      return;
    }
    this.#run({ share: 0, what: "Aligning" });
    void this.#ask("map.align", {}, "Aligning; anchors are kept").then((ok) => {
      if (!ok) this.#run(null);
    });
  }

  /** Hand the map out as a file. */
  async save(method: "map.patch" | "map.otio"): Promise<void> {
    const { host } = this;
    try {
      const { result } = await host.channel.request<{ name: string; text: string }>(
        method,
        {},
        { timeout: TIMEOUT },
      );
      const url = URL.createObjectURL(new Blob([result.text], { type: "application/json" }));
      h("a", { href: url, download: result.name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1_000);
      host.say(`${result.name} is downloaded`);
    } catch (error) {
      host.refuse(explain(error));
    }
  }

  /** Let somebody choose a patch file. */
  choose(): void {
    const field = h("input", {
      type: "file",
      accept: ".json,.patch,application/json",
      onchange: () => {
        const [file] = field.files ?? [];
        if (file) void this.take(file);
      },
    });
    field.click();
  }

  async take(file: File): Promise<void> {
    const { host } = this;
    if (file.size > MOST_BYTES) {
      host.refuse(
        `“${file.name}” has ${file.size} bytes, and a patch has at most ${MOST_BYTES}: load it with Python.`,
      );
      return;
    }
    try {
      const text = decoded(await file.arrayBuffer(), file.name);
      await host.channel.request("map.load", { text }, { timeout: TIMEOUT });
      await host.catchUp();
      host.say(`The map of “${file.name}” is taken`);
    } catch (error) {
      const why = error instanceof KernelError ? error.message : explain(error);
      host.refuse(`“${file.name}” is not taken: ${why}`);
    }
  }

  async #ask(method: string, params: object, said: string): Promise<boolean> {
    try {
      await this.host.channel.request(method, params, { timeout: TIMEOUT });
      this.host.say(said);
      return true;
    } catch (error) {
      this.host.refuse(explain(error));
      return false;
    }
  }

  #run(told: AlignProgress | null): void {
    this.running = told;
    this.host.changed();
  }
}
