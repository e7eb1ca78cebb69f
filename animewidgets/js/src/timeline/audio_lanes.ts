import type { Memory } from "../core/task_memory";
import { laneName } from "./segments";

/** Which lanes of sounds there are beside those that events stand on, in order, and which are folded. */
export class AudioLanes {
  #names: readonly string[];

  constructor(
    given: readonly string[],
    readonly memory: Memory,
    readonly changed: () => void,
  ) {
    this.#names = [...new Set([...given, ...memory.values.audioLanes])];
  }

  /** The same value as long as no lane came or went. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Add a lane, empty for now; the reason where its name is none. */
  add(text: string): string | null {
    const named = laneName(text);
    if ("refused" in named) return named.refused;
    if (this.#names.includes(named.name)) return `There is a lane ${named.name} already.`;
    this.#keep([...this.#names, named.name]);
    return null;
  }

  /** Follow a lane's new name, or forget it (`null`). */
  rename(from: string, to: string | null): void {
    this.#keep(this.#names.flatMap((name) => (name !== from ? [name] : to === null ? [] : [to])));
  }

  isFolded(name: string): boolean {
    return this.memory.values.folded.includes(name);
  }

  fold(names: readonly string[], folded: boolean): void {
    const others = this.memory.values.folded.filter((name) => !names.includes(name));
    this.memory.set({ folded: folded ? [...others, ...names] : others });
    this.changed();
  }

  #keep(names: readonly string[]): void {
    this.#names = names;
    this.memory.set({ audioLanes: names });
    this.changed();
  }
}
