/** A pause longer than this is no work on the annotation: the person looked away. */
const LONGEST_PAUSE = 5_000;

/** Measures the time that a person spends, for `active_ms` of a commit. */
export class ActiveTime {
  #last: number | null = null;
  #spent = 0;

  constructor(readonly now: () => number = () => performance.now()) {}

  /** The person did something: pressed a key, moved the pointer. */
  touch(): void {
    const now = this.now();
    if (this.#last !== null && now - this.#last <= LONGEST_PAUSE) this.#spent += now - this.#last;
    this.#last = now;
  }

  /** Milliseconds since it was last taken. */
  take(): number {
    this.touch();
    const spent = Math.round(this.#spent);
    this.#spent = 0;
    return spent;
  }
}
