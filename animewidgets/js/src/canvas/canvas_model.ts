import { type Channel, KernelError, NoAnswer } from "../core/channel";
import { byIdentity } from "../core/schema_moves";
import { Session } from "../core/session";
import { Memory } from "../core/task_memory";
import type { Category, TaskHello } from "../core/wire";
import { GuideDesk } from "../guide/guide_desk";
import type { OpenTask } from "../ui/task_model";
import { Filmstrip } from "../video/filmstrip";
import { FrameIndex } from "../video/frame_index";
import { FrameList } from "../video/frame_list";
import { Playback } from "../video/playback";
import { AssistDesk, type AssistHello } from "./assist/desk";
import type { Copied } from "./editing";
import { Figures } from "./figures";
import type { Bounds } from "./geometry";
import { tellChanges } from "./mask_edits";
import type { DrawnKind } from "./shapes";
import { Tags } from "./tags/tags";
import { Propagation } from "./tracks/propagation";

/** What a canvas can be used for: shapes that it draws, and tags. */
export type CanvasTool = DrawnKind | "tag";

export interface CanvasHello extends TaskHello {
  /** Which shapes can be drawn, and whether frames can be tagged. */
  tools: CanvasTool[];
  assist?: AssistHello;
  /** The only frames that can be reached, where not all can: ordinals, ascending. */
  frames?: number[];
  /** What the images are called, where the release is a list of them. */
  names?: string[];
  /** First frames of shots, where they were found before. */
  cuts?: number[];
  /** Ticks of the cuts that the project has on the release, ascending. */
  shots?: number[];
}

/** What the views of one canvas share once the kernel has answered. */
export class OpenCanvas implements OpenTask {
  readonly index: FrameIndex;
  readonly playback: Playback;
  readonly session: Session;
  readonly assist: AssistDesk;
  categories: ReadonlyMap<string, Category>;
  readonly guide: GuideDesk | null;
  /** What this browser does not show, and does not let be changed, for as long as the page lives. */
  readonly hidden = new Set<string>();
  readonly locked = new Set<string>();
  /** Whether what is drawn becomes a track. */
  asTrack = false;
  readonly propagation: Propagation;
  /** What was copied last. */
  copies: readonly Copied[] = [];
  /** First frames of the shots after the first, where any is known. */
  shots: readonly number[];
  #figures: Figures | undefined;
  #tags: Tags | undefined;
  #filmstrip: Filmstrip;

  constructor(
    readonly hello: CanvasHello,
    buffers: DataView[],
    channel: Channel,
  ) {
    this.index = FrameIndex.fromBuffers(hello.release, buffers);
    this.#filmstrip = new Filmstrip(this.index, channel);
    this.playback = new Playback({
      index: this.index,
      channel,
      filmstrip: this.#filmstrip,
      choice: hello.decoder,
      canDemux: hello.browser_can_demux,
      frames: new FrameList(this.index.count, hello.frames ?? null),
    });
    this.session = new Session(hello, channel, undefined, tellChanges);
    this.guide = hello.guide ? new GuideDesk(hello.guide, this.session, this.index) : null;
    this.asTrack = hello.guide?.track ?? false;
    const memory = new Memory(hello.task.task_id);
    this.assist = new AssistDesk(hello.assist, channel, this.session, this.index, memory);
    this.categories = byIdentity(hello.categories);
    this.session.onSchema(({ categories }) => {
      this.categories = byIdentity(categories);
    });
    this.propagation = new Propagation(channel, this.index, () => this.session.refresh());
    this.shots = this.#starts(hello.shots);
  }

  /** Of the picture that is seen. */
  get bounds(): Bounds {
    const { width, height } = this.index.sizeOf(this.playback.frame);
    if (this.#bounds?.width !== width || this.#bounds.height !== height) {
      const { name, end_pts } = this.hello.release;
      const known = new Set([...this.shots, ...(this.hello.cuts ?? [])]);
      const cuts = [...known].sort((a, b) => a - b).map((ordinal) => this.index.ptsOf(ordinal));
      this.#bounds = { name, width, height, pts: this.index.pts, end_pts, cuts };
    }
    return this.#bounds;
  }
  #bounds: Bounds | undefined;

  /** What is drawn; made anew whenever it changed. */
  get figures(): Figures {
    const { live } = this.session;
    if (this.#figures?.live !== live) this.#figures = new Figures(live, this.index);
    return this.#figures;
  }

  get tags(): Tags {
    const { live } = this.session;
    if (this.#tags?.live !== live) this.#tags = new Tags(live, this.index, this.shots);
    return this.#tags;
  }

  #starts(pts: readonly number[] = []): number[] {
    return pts.map((one) => this.index.ordinalAt(one)).filter(Boolean);
  }

  /** Ask which cuts the project has by now: somebody may mark them beside this canvas. */
  async askShots(): Promise<void> {
    try {
      const { result } = await this.session.channel.request<{ shots: number[] }>("tags.shots", {});
      const shots = this.#starts(result.shots);
      if (`${shots}` === `${this.shots}`) return;
      this.shots = shots;
      this.#tags = this.#bounds = undefined;
      this.session.refresh();
    } catch (error) {
      // Away, or without a store: what was told before holds.
      if (!(error instanceof NoAnswer || error instanceof KernelError)) throw error;
    }
  }

  close(): void {
    this.guide?.close();
    this.assist.close();
    this.propagation.reject();
    this.session.close();
    this.playback.close();
    this.#filmstrip.close();
  }
}
