import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../../testing/eventually";
import { FakeCommunity, fakePlace, proposal, thing } from "../../testing/fake_community";
import { Schema } from "../schema";
import { ProposalsPanel } from "./proposals_panel";

const SCHEMA = new Schema("things", 1, [
  thing("body", "Body"),
  thing("hand", "Hand", "body"),
  thing("paw", "Paw", "body"),
]);

let life: AbortController;
let kernel: FakeCommunity;
let at: ReturnType<typeof fakePlace>;
let panel: ProposalsPanel;

async function open(): Promise<void> {
  at = fakePlace(kernel, life.signal);
  panel = new ProposalsPanel(at.place);
  at.root.append(panel.root);
  await panel.community.refresh();
  panel.show();
}
const bare = (text: string | null | undefined) => (text ?? "").replace(/[\u2068\u2069]/g, "");
const all = (css: string) => [...at.root.querySelectorAll<HTMLElement>(css)];
const texts = (css: string) => all(css).map((one) => bare(one.textContent));
const press = (action: string) =>
  at.root.querySelector<HTMLButtonElement>(`.aw-proposal [data-action="${action}"]`)?.click();

beforeEach(() => {
  life = new AbortController();
  kernel = new FakeCommunity([SCHEMA]);
});
afterEach(() => {
  life.abort();
  document.body.replaceChildren();
});

describe("what is proposed", () => {
  it("is listed in words, newest first, with votes; what people wrote is text", async () => {
    const evil = "<img src=x onerror=alert(1)>";
    kernel.becomes({
      proposals: [
        proposal("a", { votes: [{ person: "yui", vote: 1 }] }),
        proposal("b", { change: { op: "drop", category_id: "paw" }, person: evil, reason: evil }),
      ],
    });
    await open();
    expect(texts(".aw-proposal-title")).toEqual(["Remove “Paw”", "Merge “Paw” into “Hand”"]);
    expect(texts(".aw-yes")).toEqual(["+0", "+1"]);
    expect(panel.badge).toBe("2");
    all(".aw-proposal-head")[0]?.click();
    expect(texts(".aw-person-text")).toEqual([evil]);
    expect(all("img")).toEqual([]);
  });

  it("shows how much is used, what collides and what no longer applies", async () => {
    kernel.becomes({
      proposals: [
        proposal("a", {
          usage: [
            {
              category_id: "paw",
              annotations: 1204,
              tasks: 12,
              examples: [{ release_id: "bd", pts: 5 }],
            },
          ],
          collisions: [{ proposal_id: "b", why: "both" }],
        }),
        proposal("b", { change: { op: "drop", category_id: "paw" }, person: "kai" }),
        proposal("c", {
          change: { op: "drop", category_id: "tail" },
          names: { tail: "Tail" },
          refusal: "there is no category 'tail'",
        }),
      ],
    });
    await open();
    expect(texts(".aw-proposal-title")[0]).toBe("Remove “Tail”"); // as it was called
    expect(texts(".aw-proposal-flags")).toEqual(["no longer applies", "", "collides"]);
    panel.choose("a");
    expect(texts(".aw-usage-count")).toEqual(["1,204 annotations in 12 tasks"]);
    expect(texts(".aw-frame-key")).toEqual(["tick 5"]);
    expect(texts(".aw-proposal-warning .aw-link")).toEqual(["Remove “Paw”, by kai"]);
    all(".aw-proposal-warning .aw-link")[0]?.click();
    expect(at.root.querySelector("[data-proposal=b] [aria-expanded=true]")).not.toBeNull();
    panel.choose("c");
    const accept = at.root.querySelector<HTMLButtonElement>(
      "[data-proposal=c] [data-action='proposals.accept']",
    );
    expect(accept?.disabled).toBe(true);
  });
});

describe("two people", () => {
  it("one sees the other's vote without losing what is being written", async () => {
    kernel.becomes({ proposals: [proposal("a")] });
    await open();
    panel.choose("a");
    const field = at.root.querySelector("textarea") as HTMLTextAreaElement;
    field.value = "I am not";
    field.focus();
    kernel.becomes({ proposals: [proposal("a", { votes: [{ person: "ren", vote: -1 }] })] });
    await panel.community.refresh();
    expect(texts(".aw-no")).toEqual(["−1"]);
    expect(texts(".aw-voters")).toEqual(["nobody", "ren"]);
    expect(document.activeElement).toBe(field);
    expect(field.value).toBe("I am not");
  });

  it("a vote is given, and taken back by the same key", async () => {
    kernel.becomes({ proposals: [proposal("a")] });
    await open();
    panel.choose("a");
    press("proposals.for");
    await eventually(() => expect(at.said).toContain("You are for it"));
    kernel.becomes({ proposals: [proposal("a", { votes: [{ person: "mei", vote: 1 }] })] });
    await panel.community.refresh();
    panel.run("proposals.for");
    await eventually(() => expect(at.said).toContain("Your vote is taken back"));
    expect(kernel.asked.map(([, params]) => params.vote)).toEqual([1, 0]);
  });
});

describe("a decision", () => {
  it("is a maintainer's: others are told whose", async () => {
    kernel.becomes({ maintainer: false, person: "ren", proposals: [proposal("a")] });
    await open();
    panel.choose("a");
    panel.run("proposals.accept");
    expect(at.said).toEqual(["refused: Only maintainers decide: mei"]);
    expect(all("[data-action='proposals.accept']")).toEqual([]);
    panel.run("proposals.withdraw");
    await eventually(() => expect(kernel.asked[0]?.[0]).toBe("proposals.withdraw"));
  });

  it("to accept publishes, with a note", async () => {
    kernel.becomes({ proposals: [proposal("a", { reason: "Paws are hands" })] });
    await open();
    panel.run("proposals.accept");
    const dialog = at.dialog()?.root as HTMLElement;
    expect(dialog.querySelector("textarea")?.value).toBe("Proposed by ren: Paws are hands");
    dialog.querySelector<HTMLButtonElement>(".aw-main-button")?.click();
    await eventually(() => expect(at.said).toEqual(["Accepted: version 2 is published"]));
    expect(kernel.asked).toEqual([
      ["proposals.accept", { proposal_id: "a", note: "Proposed by ren: Paws are hands" }],
    ]);
  });

  it("to reject needs a reason, and the kernel's refusal is told", async () => {
    kernel.becomes({ proposals: [proposal("a")] });
    await open();
    panel.run("proposals.reject");
    const form = at.dialog()?.root.querySelector("form") as HTMLFormElement;
    const send = () => form.dispatchEvent(new Event("submit", { cancelable: true }));
    send();
    expect(form.textContent).toContain("Say why");
    kernel.refuses = "others maintain it";
    (form.querySelector("input") as HTMLInputElement).value = "No";
    send();
    await eventually(() => expect(at.said).toEqual(["refused: others maintain it"]));
  });
});

describe("to propose", () => {
  it("by the form: what comes of it is shown, and what makes no sense cannot be sent", async () => {
    kernel.becomes({
      proposals: [proposal("a", { change: { op: "drop", category_id: "paw" }, person: "kai" })],
    });
    await open();
    panel.run("proposals.propose");
    const dialog = at.dialog()?.root as HTMLElement;
    const send = dialog.querySelector<HTMLButtonElement>(".aw-main-button") as HTMLButtonElement;
    const what = dialog.querySelector("select") as HTMLSelectElement;
    what.value = "merge";
    what.dispatchEvent(new Event("change"));
    expect(send.disabled).toBe(true);
    const pick = (n: number, name: string) => {
      const field = dialog.querySelectorAll<HTMLInputElement>(".aw-pick input")[n];
      if (!field) throw new Error(`no field ${n}`);
      field.value = name;
      field.dispatchEvent(new Event("input"));
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    };
    pick(0, "bod");
    pick(1, "han");
    const why = () => bare(dialog.querySelector(".aw-dialog-why")?.textContent);
    expect(why()).toContain("'Body' cannot be merged into 'Hand', which lies below it");
    expect(send.disabled).toBe(true);
    dialog.querySelector<HTMLButtonElement>(".aw-chip")?.click();
    pick(0, "paw");
    expect(bare(dialog.querySelector(".aw-propose-words")?.textContent)).toBe(
      "Merge “Paw” into “Hand”.",
    );
    expect(why()).toBe("Only one of the two can be accepted: this, or “Remove “Paw”” by kai.");
    const reason = dialog.querySelector("textarea") as HTMLTextAreaElement;
    reason.value = " They are hands ";
    send.click();
    await eventually(() => expect(at.said).toEqual(["Proposed: others can vote on it now"]));
    expect(kernel.asked).toEqual([
      [
        "proposals.propose",
        {
          change: { op: "merge", categories: ["paw"], into: "hand" },
          reason: "They are hands",
        },
      ],
    ]);
    expect(dialog.isConnected).toBe(false);
  });

  it("parts keep what the whole had, and one of its name stays what it was", async () => {
    await open();
    panel.run("proposals.propose");
    const dialog = at.dialog()?.root as HTMLElement;
    const what = dialog.querySelector("select") as HTMLSelectElement;
    what.value = "split";
    what.dispatchEvent(new Event("change"));
    const field = dialog.querySelector<HTMLInputElement>(".aw-pick input") as HTMLInputElement;
    field.value = "paw";
    field.dispatchEvent(new Event("input"));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    const parts = dialog.querySelector("textarea") as HTMLTextAreaElement;
    parts.value = "Paw\n前足\nHand\n";
    parts.dispatchEvent(new Event("input"));
    dialog.querySelector<HTMLButtonElement>(".aw-main-button")?.click();
    await eventually(() => expect(kernel.asked).toHaveLength(1));
    const change = kernel.asked[0]?.[1].change as { parts: { category_id: string }[] };
    expect(change.parts.map((one) => one.category_id).slice(0, 2)).toEqual(["paw", "前足"]);
    expect(change.parts[2]?.category_id).toMatch(/^hand-/); // there is one of that identity
  });

  it("the draft as a whole: each change is a line", async () => {
    await open();
    Object.assign(at.place.draft, {
      changes: [
        { op: "add", category: thing("tail", "Tail") },
        { op: "move", category_id: "paw", parent: "tail" },
      ],
    });
    panel.run("proposals.draft");
    const dialog = at.dialog()?.root as HTMLElement;
    expect([...dialog.querySelectorAll("li")].map((one) => bare(one.textContent))).toEqual([
      "Add “Tail”",
      "Move “Paw” below “Tail”",
    ]);
    dialog.querySelector<HTMLButtonElement>(".aw-main-button")?.click();
    await eventually(() => expect(kernel.asked).toHaveLength(1));
    expect(kernel.asked[0]?.[1].change).toMatchObject({ op: "several" });
  });
});

it("tells when the kernel is away, and that it is back", async () => {
  kernel.alive = false;
  await open();
  expect(texts(".aw-proposals > .aw-diff-empty")[0]).toContain("the kernel is dead");
  kernel.alive = true;
  await panel.community.refresh();
  expect(texts(".aw-proposals > .aw-diff-empty")[0]).toContain("Nothing is proposed");
});
