import { KernelError, type Requester } from "../../core/channel";
import type { Session } from "../../core/session";
import type { Memory } from "../../core/task_memory";
import type { Category } from "../../core/wire";
import type { FrameIndex } from "../../video/frame_index";
import type { Figure } from "../figures";
import { isEmpty, NOTHING, type Prompts } from "./prompts";
import { type Proposed, proposed, type WireProposal } from "./proposals";

/** An assistant: its name, and what it does, in a line. */
export interface AssistantInfo {
  name: string;
  about: string;
}

/** The assistants' part of `hello`. */
export interface AssistHello {
  assistants: AssistantInfo[];
  proposals: WireProposal[];
}

export type AssistState =
  | { readonly is: "idle" }
  | { readonly is: "asking"; readonly name: string }
  | { readonly is: "failed"; readonly why: string };

/** A model may take its time; whoever asked can stop waiting. */
const TIMEOUT = 10 * 60_000;

interface AskReply {
  proposals: WireProposal[];
  refused: string[];
}

interface ProposalsEvent {
  source: string;
  pts: number[];
  proposals: WireProposal[];
}

/**
 * The assistants of a canvas: who can be asked, what was marked for them, what they propose. Shared by the views of
 * a widget. A proposal has the id that it keeps as an annotation: it is open as long as none such lives, so that
 * undoing an acceptance brings it back. Those that were rejected are remembered in the browser.
 */
export class AssistDesk {
  assistants: readonly AssistantInfo[];
  /** The one that is asked. */
  current: string | null;
  /** Whether each mark asks again. */
  live = false;
  state: AssistState = { is: "idle" };
  /** The proposal that keys act on. */
  chosen: string | null = null;
  #marks: { readonly ordinal: number; readonly prompts: Prompts } | null = null;
  /** By tick, then by who proposes. */
  #held = new Map<number, Map<string, readonly Proposed[]>>();
  #asking: AbortController | null = null;
  #stops: (() => void)[];

  constructor(
    hello: AssistHello | undefined,
    readonly channel: Requester,
    readonly session: Session,
    readonly index: FrameIndex,
    readonly memory: Memory,
  ) {
    this.assistants = hello?.assistants ?? [];
    this.current = this.assistants[0]?.name ?? null;
    this.#hold(hello?.proposals ?? []);
    this.#stops = [
      channel.on("assistants", ({ assistants }: { assistants: AssistantInfo[] }) => {
        this.assistants = assistants;
        if (!assistants.some(({ name }) => name === this.current))
          this.current = assistants[0]?.name ?? null;
        session.refresh();
      }),
      channel.on("proposals", ({ source, pts, proposals }: ProposalsEvent) => {
        for (const one of pts) this.#held.get(one)?.delete(source);
        this.#hold(proposals);
        session.refresh();
      }),
    ];
  }

  /** What is proposed on a frame, and neither accepted nor rejected: the best of each assistant first. */
  on(ordinal: number): readonly Proposed[] {
    const held = this.#held.get(this.index.ptsOf(ordinal));
    if (!held?.size) return [];
    const { annotations } = this.session.live;
    return [...held.values()]
      .flat()
      .filter(({ id }) => !annotations.has(id) && !this.#rejected.has(id));
  }

  /** The proposal that keys act on: the one that was chosen, else the first. */
  chosenOn(ordinal: number): Proposed | null {
    const here = this.on(ordinal);
    return here.find(({ id }) => id === this.chosen) ?? here[0] ?? null;
  }

  /** Frames with open proposals, ascending; the same list for as long as nothing changed. */
  get frames(): readonly number[] {
    const of = [this.session.live.annotations, this.#rejected, this.#changes];
    if (this.#open?.of.every((one, n) => one === of[n])) return this.#open.frames;
    const frames = [...this.#held.keys()]
      .map((one) => this.index.ordinalOf(one))
      .filter((one) => one >= 0 && this.on(one).length > 0)
      .sort((a, b) => a - b);
    this.#open = { of, frames };
    return frames;
  }
  #open: { of: readonly unknown[]; frames: readonly number[] } | undefined;
  /** Counts what changed of what is held. */
  #changes = 0;

  /** The next other frame with open proposals, going round at the end; `null` for none. */
  next(ordinal: number): number | null {
    const others = this.frames.filter((one) => one !== ordinal);
    return others.find((one) => one > ordinal) ?? others[0] ?? null;
  }

  choose(id: string | null): void {
    this.chosen = id;
    this.session.refresh();
  }

  /** The proposal after one, for keys to act on next. */
  after(one: Proposed, ordinal: number): Proposed | null {
    const here = this.on(ordinal);
    return here[(here.findIndex(({ id }) => id === one.id) + 1) % here.length] ?? null;
  }

  /** Pass over proposals: they are not shown again, unless their assistant is asked again. */
  reject(proposals: readonly Proposed[]): void {
    const rejected = [...this.memory.values.rejected, ...proposals.map(({ id }) => id)];
    this.memory.set({ rejected });
    this.#known = undefined;
    this.session.refresh();
  }

  get #rejected(): ReadonlySet<string> {
    this.#known ??= new Set(this.memory.values.rejected);
    return this.#known;
  }
  #known: ReadonlySet<string> | undefined;

  promptsOn(ordinal: number): Prompts {
    return this.#marks?.ordinal === ordinal ? this.#marks.prompts : NOTHING;
  }

  mark(ordinal: number, prompts: Prompts): void {
    this.#marks = { ordinal, prompts };
    this.session.refresh();
  }

  clearMarks(): void {
    this.#marks = null;
    this.session.refresh();
  }

  use(name: string): void {
    this.current = name;
    this.state = { is: "idle" };
    this.session.refresh();
  }

  /** No longer wait for an answer; whether there was any to wait for. */
  cancel(): boolean {
    const asking = this.#asking;
    asking?.abort(new DOMException("the answer is no longer wanted", "AbortError"));
    return asking !== null;
  }

  /**
   * Ask the assistant in use about a frame. What it proposes replaces what it proposed there before. `null` where the
   * answer was not waited for, or it failed: `state` then says why.
   */
  async ask(
    ordinal: number,
    selected: readonly Figure[],
    category: Category | null,
  ): Promise<{ proposals: number; refused: readonly string[] } | null> {
    const name = this.current;
    if (name === null) return null;
    this.cancel();
    const asking = new AbortController();
    this.#asking = asking;
    this.#become({ is: "asking", name });
    const prompts = {
      ...this.promptsOn(ordinal),
      selected: selected
        .filter(({ annotation }) => annotation.kind !== "track")
        .map(({ kind, shape }) => ({ kind, geometry: shape })),
      category: category?.category_id ?? null,
    };
    try {
      const { result } = await this.channel.request<AskReply>(
        "assist.ask",
        { name, ordinal, prompts },
        { timeout: TIMEOUT, signal: asking.signal },
      );
      if (asking.signal.aborted) return null;
      this.#held.get(this.index.ptsOf(ordinal))?.delete(name);
      this.#hold(result.proposals);
      this.#bringBack(result.proposals);
      this.chosen = result.proposals[0]?.proposal_id ?? null;
      this.#become({ is: "idle" });
      return { proposals: result.proposals.length, refused: result.refused };
    } catch (error) {
      if (this.#asking !== asking) return null;
      const stopped = asking.signal.aborted;
      this.#become(stopped ? { is: "idle" } : { is: "failed", why: inWords(name, error) });
      return null;
    } finally {
      if (this.#asking === asking) this.#asking = null;
    }
  }

  /** Escape: stop waiting, or forget what was marked; whether there was any. */
  escape(ordinal: number): boolean {
    if (this.cancel()) return true;
    if (isEmpty(this.promptsOn(ordinal))) return false;
    this.clearMarks();
    return true;
  }

  close(): void {
    this.cancel();
    for (const stop of this.#stops) stop();
  }

  #hold(told: readonly WireProposal[]): void {
    this.#changes++;
    for (const one of told) {
      const made = proposed(one);
      if (!made) continue;
      const here = this.#held.get(one.start_pts) ?? new Map<string, readonly Proposed[]>();
      this.#held.set(one.start_pts, here);
      here.set(one.source, [...(here.get(one.source) ?? []), made]);
    }
  }

  /** Who asks again wants to see again what they passed over. */
  #bringBack(proposals: readonly WireProposal[]): void {
    const back = new Set(proposals.map(({ proposal_id }) => proposal_id));
    const rejected = this.memory.values.rejected.filter((id) => !back.has(id));
    if (rejected.length === this.memory.values.rejected.length) return;
    this.memory.set({ rejected });
    this.#known = undefined;
  }

  #become(state: AssistState): void {
    this.state = state;
    this.session.refresh();
  }
}

function inWords(name: string, error: unknown): string {
  if (error instanceof KernelError) return error.message;
  return `'${name}' gave no answer: ${error instanceof Error ? error.message : String(error)}`;
}
