import { h, setAttribute, setText } from "../../core/dom";
import { icon } from "../../core/icons";
import { changeLines, changeWords } from "../change_words";
import type { Community, Proposal, UsageOfTouched } from "../community";
import { actionButton } from "../community_buttons";
import { type CommunityPlace, newestOf } from "../community_place";
import type { FramePictures } from "../frame_pictures";
import { counted, namesFrom, when } from "../names";
import type { Schema } from "../schema";

/** Example frames of a category that are shown. */
const EXAMPLES = 4;

export interface CardHost {
  readonly place: CommunityPlace;
  readonly community: Community;
  readonly pictures: FramePictures;
  /** Unfold a card, or fold it where it is unfolded and `unfold` is not said. */
  choose(proposalId: string, unfold?: boolean): void;
  vote(proposal: Proposal, vote: 1 | -1): void;
  remark(proposal: Proposal, text: string): Promise<boolean>;
  run(action: string): boolean;
}

/** One proposal: a line, and unfolded all that helps to decide on it. What somebody writes in it stays. */
export class ProposalCard {
  readonly root: HTMLElement;
  proposal: Proposal;
  #head: HTMLButtonElement;
  #title = h("span", { class: "aw-proposal-title", dir: "auto" });
  #meta = h("span", { class: "aw-proposal-meta" });
  #tally = h("span", { class: "aw-proposal-tally" });
  #flags = h("span", { class: "aw-proposal-flags" });
  #body: HTMLElement | null = null;
  #about = h("div", { class: "aw-proposal-about" });
  #votes = h("div", { class: "aw-proposal-votes" });
  #thread = h("div", { class: "aw-proposal-thread", role: "log", "aria-label": "Discussion" });
  #decide = h("div", { class: "aw-proposal-decide" });
  #remark = h("textarea", {
    class: "aw-input",
    rows: 2,
    maxlength: 10_000,
    dir: "auto",
    placeholder: "Say something of it",
    "aria-label": "Remark",
  });
  #shown = "";

  constructor(
    readonly host: CardHost,
    proposal: Proposal,
  ) {
    this.proposal = proposal;
    this.#head = h(
      "button",
      {
        type: "button",
        class: "aw-proposal-head",
        "aria-expanded": "false",
        onclick: () => host.choose(this.proposal.proposal_id),
      },
      h("span", { class: "aw-proposal-arrow", "aria-hidden": "true" }, "▸"),
      h("span", { class: "aw-proposal-words" }, this.#title, this.#meta),
      this.#flags,
      this.#tally,
    );
    this.root = h(
      "article",
      { class: "aw-proposal", "data-proposal": proposal.proposal_id },
      this.#head,
    );
    this.#remark.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        void this.#say();
      }
      if (event.key === "Escape") this.focus();
      event.stopPropagation(); // letters are letters here
    });
  }

  get open(): boolean {
    return this.#head.getAttribute("aria-expanded") === "true";
  }

  /** Draw it as it is now; nothing happens where nothing is new. */
  show(proposal: Proposal, open: boolean, current: boolean): void {
    this.proposal = proposal;
    const { state } = this.host.community;
    const newest = newestOf(this.host.place);
    setAttribute(this.root, "data-status", proposal.status);
    setAttribute(this.root, "data-current", current);
    setAttribute(this.#head, "aria-expanded", String(open));
    setAttribute(this.#head, "tabindex", current ? 0 : -1);
    const shown = JSON.stringify([proposal, open, state.maintainer, state.newest, newest.version]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const name = this.#name(newest);
    setText(this.#title, changeWords(proposal.change, name, newest));
    setText(this.#meta, `${proposal.person}, ${when(proposal.created_us)}`);
    this.#drawTally(proposal);
    this.#drawFlags(proposal);
    if (!open) {
      this.#body?.remove();
      return;
    }
    this.#body ??= h(
      "div",
      { class: "aw-proposal-body" },
      this.#about,
      this.#votes,
      this.#thread,
      h(
        "div",
        { class: "aw-proposal-say" },
        this.#remark,
        h(
          "button",
          { type: "button", class: "aw-button aw-wide", onclick: () => void this.#say() },
          icon("comment"),
          "Say it",
        ),
      ),
      this.#decide,
    );
    if (!this.#body.isConnected) this.root.append(this.#body);
    this.#drawAbout(proposal, name, newest);
    this.#drawVotes(proposal, state.person);
    this.#drawThread(proposal);
    this.#drawDecide(proposal);
  }

  focus(): void {
    this.#head.focus({ preventScroll: true });
    this.root.scrollIntoView?.({ block: "nearest" });
  }

  focusRemark(): void {
    this.#remark.focus();
  }

  #name(newest: Schema): (id: string) => string {
    const { names } = this.proposal;
    const known = namesFrom(newest);
    return (id) => (newest.has(id) ? known(id) : (names[id] ?? id));
  }

  #drawTally({ votes, remarks }: Proposal): void {
    const [yes, no] = [tally(votes, 1), tally(votes, -1)];
    this.#tally.replaceChildren(
      h("span", { class: "aw-yes", title: `${counted(yes, "vote")} for it` }, `+${yes}`),
      h("span", { class: "aw-no", title: `${counted(no, "vote")} against it` }, `−${no}`),
      h(
        "span",
        { class: "aw-remarks", title: counted(remarks.length, "remark") },
        icon("comment"),
        String(remarks.length),
      ),
    );
  }

  #drawFlags({ status, refusal, collisions, accepted_version }: Proposal): void {
    const flag = (text: string, kind: string) =>
      h("span", { class: "aw-flag", "data-kind": kind }, text);
    const flags: HTMLElement[] = [];
    if (status !== "open")
      flags.push(flag(accepted_version ? `accepted: version ${accepted_version}` : status, status));
    else if (refusal) flags.push(flag("no longer applies", "warning"));
    else if (collisions.length) flags.push(flag("collides", "warning"));
    this.#flags.replaceChildren(...flags);
  }

  #drawAbout(proposal: Proposal, name: (id: string) => string, newest: Schema): void {
    const { reason, change, refusal, collisions, status, decided_by, decision_reason } = proposal;
    const lines = change.op === "several" ? changeLines(change, name, newest) : [];
    this.#about.replaceChildren(
      ...(reason ? [h("p", { class: "aw-person-text", dir: "auto" }, reason)] : []),
      ...(lines.length
        ? [h("ol", { class: "aw-propose-lines" }, ...lines.map((one) => h("li", {}, one)))]
        : []),
      ...(status === "open" && refusal
        ? [
            h(
              "p",
              { class: "aw-proposal-warning" },
              icon("warning"),
              `It no longer applies: ${refusal}.`,
            ),
          ]
        : []),
      ...(status === "open" ? collisions.map((one) => this.#collision(one, name, newest)) : []),
      ...(status !== "open"
        ? [
            h(
              "p",
              { class: "aw-person-text", dir: "auto" },
              `${status} by ${decided_by ?? "somebody"}${decision_reason ? `: ${decision_reason}` : ""}`,
            ),
          ]
        : []),
      ...proposal.usage.map((one) => this.#usage(one, name)),
    );
  }

  #collision(
    { proposal_id, why }: Proposal["collisions"][number],
    name: (id: string) => string,
    newest: Schema,
  ): HTMLElement {
    const other = this.host.community.state.proposals.find(
      (one) => one.proposal_id === proposal_id,
    );
    const words = other ? changeWords(other.change, name, newest) : proposal_id;
    return h(
      "p",
      { class: "aw-proposal-warning", title: why },
      icon("warning"),
      "Only one of the two can be accepted: this, or ",
      h(
        "button",
        { type: "button", class: "aw-link", onclick: () => this.host.choose(proposal_id, true) },
        `${words}${other ? `, by ${other.person}` : ""}`,
      ),
      ".",
    );
  }

  #usage(
    { category_id, annotations, tasks, examples }: UsageOfTouched,
    name: (id: string) => string,
  ): HTMLElement {
    const used = annotations
      ? `${counted(annotations, "annotation")} in ${counted(tasks, "task")}`
      : "no annotations";
    return h(
      "div",
      { class: "aw-usage", "data-category": category_id },
      h("span", { class: "aw-usage-name" }, h("bdi", {}, name(category_id))),
      h("span", { class: "aw-usage-count" }, used),
      h(
        "span",
        { class: "aw-usage-frames" },
        ...examples.slice(0, EXAMPLES).map((frame) => {
          const key = `${frame.pts}@${frame.release_id}`;
          const shown = h(
            "span",
            { class: "aw-frame-key", title: `Frame ${key}` },
            `tick ${frame.pts}`,
          );
          void this.host.pictures.picture(frame).then((url) => {
            if (url)
              shown.replaceChildren(h("img", { src: url, alt: `Frame at tick ${frame.pts}` }));
          });
          return shown;
        }),
      ),
    );
  }

  #drawVotes({ votes, status }: Proposal, person: string): void {
    const own = votes.find((one) => one.person === person)?.vote ?? 0;
    const names = (vote: number) =>
      votes
        .filter((one) => one.vote === vote)
        .map((one) => one.person)
        .join(", ") || "nobody";
    const button = (vote: 1 | -1) => {
      const made = actionButton(
        this.host.place,
        vote > 0 ? "proposals.for" : "proposals.against",
        vote > 0 ? "accept" : "reject",
        vote > 0 ? "For" : "Against",
        () => this.host.vote(this.proposal, vote),
      );
      setAttribute(made, "aria-pressed", String(own === vote));
      made.disabled = status !== "open";
      return made;
    };
    this.#votes.replaceChildren(
      button(1),
      h("bdi", { class: "aw-voters" }, names(1)),
      button(-1),
      h("bdi", { class: "aw-voters" }, names(-1)),
    );
  }

  #drawThread({ remarks }: Proposal): void {
    this.#thread.replaceChildren(
      ...remarks.map((one) =>
        h(
          "div",
          { class: "aw-remark" },
          h("strong", {}, h("bdi", {}, one.person)),
          h("time", { class: "aw-hint" }, when(one.created_us)),
          h("p", { class: "aw-person-text", dir: "auto" }, one.text),
        ),
      ),
    );
    this.#thread.hidden = !remarks.length;
  }

  #drawDecide({ status, person, refusal }: Proposal): void {
    const { state } = this.host.community;
    const { run, place } = this.host;
    const buttons: HTMLElement[] = [];
    if (status === "open" && state.maintainer) {
      const accept = actionButton(
        place,
        "proposals.accept",
        "acceptAll",
        `Accept: publish version ${state.newest + 1} …`,
        () => run("proposals.accept"),
      );
      accept.disabled = refusal !== null;
      accept.classList.add("aw-main-button");
      buttons.push(
        accept,
        actionButton(place, "proposals.reject", "rejectAll", "Reject …", () =>
          run("proposals.reject"),
        ),
      );
    }
    if (status === "open" && person === state.person)
      buttons.push(
        actionButton(place, "proposals.withdraw", "undo", "Withdraw", () =>
          run("proposals.withdraw"),
        ),
      );
    if (status === "open" && !state.maintainer)
      buttons.push(
        h(
          "span",
          { class: "aw-hint" },
          `${state.maintainers.join(" or ") || "A maintainer"} decides.`,
        ),
      );
    this.#decide.replaceChildren(...buttons);
    this.#decide.hidden = !buttons.length;
  }

  async #say(): Promise<void> {
    const text = this.#remark.value.trim();
    if (!text) return this.#remark.focus();
    if (!(await this.host.remark(this.proposal, text))) return;
    this.#remark.value = "";
    this.focus(); // the keys are those of the proposal again
  }
}

function tally(votes: Proposal["votes"], vote: number): number {
  return votes.filter((one) => one.vote === vote).length;
}
