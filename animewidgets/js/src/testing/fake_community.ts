import type {
  CommunityState,
  MigrationPreview,
  Proposal,
  WaitingLabel,
} from "../categories/community";
import type { CommunityPlace } from "../categories/community_place";
import { Schema } from "../categories/schema";
import { KernelError, NoAnswer, type Reply, type Requester } from "../core/channel";
import type { Category, Json } from "../core/wire";
import type { Dialog } from "../ui/dialog";

/** A kernel in which people arrange a schema: what it tells is what a test says. */
export class FakeCommunity implements Requester {
  alive = true;
  /** Every request that changes something. */
  readonly asked: [method: string, params: { [name: string]: Json }][] = [];
  refuses: string | null = null;
  state: CommunityState;
  preview: MigrationPreview | null = null;
  waiting: WaitingLabel[] = [];
  #stamp = 0;

  constructor(readonly schemas: readonly Schema[]) {
    this.state = {
      stamp: "0",
      person: "mei",
      project: "faces",
      maintainer: true,
      maintainers: ["mei"],
      newest: schemas.length,
      versions: schemas.map(({ version }) => ({
        version,
        person: "mei",
        created_us: 1.7e15,
        note: `note ${version}`,
      })),
      standing: [],
      waiting: 0,
      proposals: [],
    };
  }

  /** Something happened elsewhere. */
  becomes(state: Partial<CommunityState>): void {
    this.state = { ...this.state, ...state, stamp: String(++this.#stamp) };
  }

  async request<T>(method: string, params: object): Promise<Reply<T>> {
    await Promise.resolve();
    if (!this.alive) throw new NoAnswer("the kernel is dead");
    const result = this.#answer(method, params as { [name: string]: Json });
    return { result: structuredClone(result) as T, buffers: [] };
  }

  on(): () => void {
    return () => {};
  }

  #answer(method: string, params: { [name: string]: Json }): unknown {
    if (method === "community.state")
      return params.stamp === this.state.stamp
        ? { stamp: this.state.stamp, unchanged: true }
        : this.state;
    if (method === "schema.version")
      return { schema: this.schemas.find((one) => one.version === params.version)?.toJson() };
    if (method === "schema.difference") return { links: [] };
    if (method === "migration.preview") return this.preview;
    if (method === "migration.waiting") return { total: this.waiting.length, items: this.waiting };
    if (this.refuses) throw new KernelError("NotMaintainer", this.refuses);
    this.asked.push([method, params]);
    if (method === "migration.recategorise") {
      const ids = (params.items as { annotation_id: string }[]).map((one) => one.annotation_id);
      this.waiting = this.waiting.filter((one) => !ids.includes(one.annotation_id));
      return { done: ids, refused: [] };
    }
    if (method === "migration.run")
      return { number: 7, annotations: 5, unplaced: 2, repeated: false };
    return method === "proposals.accept" ? { version: this.state.newest + 1 } : {};
  }
}

export function proposal(id: string, over: Partial<Proposal> = {}): Proposal {
  return {
    proposal_id: id,
    base_version: 1,
    project: "faces",
    person: "ren",
    change: { op: "merge", categories: ["paw"], into: "hand" },
    reason: "",
    created_us: 1.7e15,
    status: "open",
    votes: [],
    remarks: [],
    names: {},
    usage: [],
    refusal: null,
    collisions: [],
    decided_by: null,
    decision_reason: null,
    accepted_version: null,
    ...over,
  };
}

export const thing = (id: string, name: string, parent: string | null = null): Category => ({
  category_id: id,
  name,
  colour: "#56b4e9",
  hotkey: null,
  parent,
});

/** A designer around a panel: what was said, which dialogs opened, what was gone to. */
export function fakePlace(kernel: FakeCommunity, signal: AbortSignal) {
  const schema = kernel.schemas.at(-1) ?? new Schema("things", 0, []);
  const said: string[] = [];
  const revealed: (readonly string[])[] = [];
  const root = document.createElement("div");
  document.body.append(root);
  let dialog: Dialog | null = null;
  const place: CommunityPlace = {
    root,
    hello: { project: "faces", schema: schema.toJson(), newest: null },
    channel: kernel,
    draft: { base: schema, schema, changes: [] },
    announcer: { say: (text) => said.push(text), refuse: (text) => said.push(`refused: ${text}`) },
    signal,
    usage: () => ({ annotations: 3, tasks: 1 }),
    dialog: (open) => {
      dialog = open(() => {});
    },
    reveal: (ids) => revealed.push(ids),
    reload: async (text) => {
      if (text) said.push(text);
    },
    focus: () => {},
  };
  return { place, root, said, revealed, dialog: () => dialog };
}
