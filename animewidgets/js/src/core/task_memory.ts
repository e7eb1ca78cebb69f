/** What a person's browser remembers of one task: view state, none of it an annotation. */
export interface TaskMemory {
  /** Candidates that were passed over, by `pts@layer`. */
  readonly rejected: readonly string[];
  /** Lanes that were added and may have no segment yet, in order. */
  readonly lanes: readonly string[];
  /** Least scores of candidate layers that were moved, by layer. */
  readonly thresholds: Readonly<Record<string, number>>;
  readonly hidden: readonly string[];
  /** Lanes of sounds beside those that the task begins with, and which lanes of sounds are folded. */
  readonly audioLanes: readonly string[];
  readonly folded: readonly string[];
}

const NOTHING: TaskMemory = {
  rejected: [],
  lanes: [],
  thresholds: {},
  hidden: [],
  audioLanes: [],
  folded: [],
};

/** More than any release has candidates; a bound for the browser's small storage. */
const MOST_REJECTED = 20_000;
const MOST_NAMES = 200;

/** Keeps it in the browser's storage; where that is locked or full, for as long as the page lives. */
export class Memory {
  #key: string;
  #values: TaskMemory;

  constructor(
    taskId: string,
    readonly storage: () => Storage = () => window.localStorage,
  ) {
    this.#key = `animewidgets-task:${taskId}`;
    this.#values = this.#read();
  }

  get values(): TaskMemory {
    return this.#values;
  }

  set(change: Partial<TaskMemory>): void {
    const { rejected, lanes, hidden, thresholds, audioLanes, folded } = {
      ...this.#values,
      ...change,
    };
    this.#values = {
      rejected: rejected.slice(-MOST_REJECTED),
      lanes: lanes.slice(0, MOST_NAMES),
      hidden: hidden.slice(0, MOST_NAMES),
      audioLanes: audioLanes.slice(0, MOST_NAMES),
      folded: folded.slice(0, MOST_NAMES),
      thresholds,
    };
    try {
      this.storage().setItem(this.#key, JSON.stringify(this.#values));
    } catch {
      // Locked or full: it lasts as long as the page.
    }
  }

  #read(): TaskMemory {
    try {
      const stored: unknown = JSON.parse(this.storage().getItem(this.#key) ?? "{}");
      if (typeof stored !== "object" || stored === null) return NOTHING;
      const { rejected, lanes, thresholds, hidden, audioLanes, folded } = stored as Record<
        string,
        unknown
      >;
      return {
        rejected: strings(rejected),
        lanes: strings(lanes),
        hidden: strings(hidden),
        audioLanes: strings(audioLanes),
        folded: strings(folded),
        thresholds: Object.fromEntries(
          Object.entries(typeof thresholds === "object" && thresholds ? thresholds : {}).filter(
            ([, value]) => typeof value === "number" && value >= 0 && value <= 1,
          ),
        ) as Record<string, number>,
      };
    } catch {
      return NOTHING;
    }
  }
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
