import type { Session } from "../core/session";
import type { Memory } from "../core/task_memory";
import type { Candidate } from "../core/wire";
import { safeColour } from "../ui/colours";
import type { FrameIndex } from "../video/frame_index";
import {
  layersOf,
  openProposals,
  PLAIN,
  type Proposal,
  proposalsOf,
  rejectKey,
} from "./candidates";
import type { Shot } from "./cuts";
import type { LayerShown } from "./scene";

/** A layer as its row beside the axis has it. */
export interface LayerState extends LayerShown {
  /** Candidates below this score are not shown. */
  readonly threshold: number;
  readonly hidden: boolean;
}

/** The candidates of a task by layer, with what a person set: thresholds, layers off, and those passed over. */
export class CandidateLayers {
  #rejected: ReadonlySet<string>;
  #version = 0;
  #made: {
    of: readonly Candidate[];
    beside: readonly Shot[];
    version: number;
    layers: LayerState[];
    open: Proposal[];
  } | null = null;

  constructor(
    readonly index: FrameIndex,
    readonly session: Session,
    readonly memory: Memory,
  ) {
    this.#rejected = new Set(memory.values.rejected);
  }

  /** Every layer, each with its own candidates that pass and say something new beside these shots. */
  layers(shots: readonly Shot[]): readonly LayerState[] {
    return this.#derive(shots).layers;
  }

  /** Of all layers that are on, the best of each frame, in order of time. */
  open(shots: readonly Shot[]): readonly Proposal[] {
    return this.#derive(shots).open;
  }

  reject(proposal: Proposal): void {
    const { candidates } = this.session;
    // What stands on that frame is passed over in every layer, or another layer's would take its place.
    const here = candidates.filter(({ pts }) => this.index.ordinalAt(pts) === proposal.ordinal);
    this.#rejected = new Set([...this.#rejected, ...here.map(rejectKey)]);
    this.memory.set({ rejected: [...this.#rejected] });
    this.#version++;
  }

  /** Whether any was passed over. */
  get anyRejected(): boolean {
    return this.#rejected.size > 0;
  }

  bringBack(): void {
    this.#rejected = new Set();
    this.memory.set({ rejected: [] });
    this.#version++;
  }

  setThreshold(layer: string, threshold: number): void {
    const { thresholds } = this.memory.values;
    this.memory.set({
      thresholds: { ...thresholds, [layer]: Math.min(1, Math.max(0, threshold)) },
    });
    this.#version++;
  }

  toggle(layer: string): void {
    const { hidden } = this.memory.values;
    const now = hidden.includes(layer) ? hidden.filter((one) => one !== layer) : [...hidden, layer];
    this.memory.set({ hidden: now });
    this.#version++;
  }

  #derive(shots: readonly Shot[]) {
    const { candidates } = this.session;
    const made = this.#made;
    if (made?.of === candidates && made.beside === shots && made.version === this.#version)
      return made;
    const { memory, index } = this;
    const announced = layersOf(candidates, this.session.layers);
    const thresholds = new Map(Object.entries(memory.values.thresholds));
    const hidden = new Set(memory.values.hidden);
    const sieve = { thresholds, rejected: this.#rejected };
    const layers = announced.map((layer): LayerState => {
      const own = candidates.filter((one) => one.layer === layer.name);
      const off = hidden.has(layer.name);
      return {
        name: layer.name,
        colour: safeColour(layer.colour, PLAIN),
        threshold: thresholds.get(layer.name) ?? layer.threshold,
        hidden: off,
        proposals: off ? [] : openProposals(proposalsOf(own, index, announced, sieve), shots),
      };
    });
    const open = openProposals(
      proposalsOf(candidates, index, announced, { ...sieve, hidden }),
      shots,
    );
    this.#made = { of: candidates, beside: shots, version: this.#version, layers, open };
    return this.#made;
  }
}
