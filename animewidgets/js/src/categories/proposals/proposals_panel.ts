import { h, setAttribute, setText } from "../../core/dom";
import { askText, openDialog } from "../../ui/dialog";
import { changeWords } from "../change_words";
import { type Community, type Proposal, reasonOf } from "../community";
import { actionButton } from "../community_buttons";
import { type CommunityPlace, communityOf, newestOf } from "../community_place";
import { FramePictures } from "../frame_pictures";
import { counted, namesFrom } from "../names";
import { type CardHost, ProposalCard } from "./proposal_card";
import { openPropose, openProposeDraft } from "./propose_dialog";

/** What people propose, what others say of it, and what a maintainer makes of it. */
export class ProposalsPanel implements CardHost {
  readonly id = "proposals";
  readonly label = "Proposals";
  readonly root: HTMLElement;
  readonly community: Community;
  readonly pictures: FramePictures;
  #cards = new Map<string, ProposalCard>();
  #list = h("div", { class: "aw-proposals-list", role: "group", "aria-label": "Proposals" });
  #empty = h("p", { class: "aw-diff-empty", role: "status" });
  #count = h("span", { class: "aw-count" });
  #decided: HTMLButtonElement;
  #draft: HTMLButtonElement;
  #showDecided = false;
  #current: string | null = null;
  #opened = new Set<string>();

  constructor(readonly place: CommunityPlace) {
    this.community = communityOf(place);
    const releases = new Set((place.hello.releases ?? []).map((one) => one.release_id));
    this.pictures = new FramePictures(place.channel, releases, place.signal);
    this.#decided = actionButton(place, "community.all", "list", "Decided ones, too", () =>
      this.run("community.all"),
    );
    this.#draft = actionButton(place, "proposals.draft", "playAfter", "Propose the draft …", () =>
      this.run("proposals.draft"),
    );
    const propose = actionButton(place, "proposals.propose", "comment", "Propose …", () =>
      this.run("proposals.propose"),
    );
    propose.classList.add("aw-main-button");
    this.root = h(
      "section",
      { class: "aw-proposals", "aria-label": "Proposals" },
      h(
        "header",
        { class: "aw-list-bar" },
        propose,
        this.#draft,
        h("span", { class: "aw-spring" }),
        this.#count,
        this.#decided,
      ),
      this.#empty,
      this.#list,
    );
    this.#list.addEventListener("keydown", (event) => this.#key(event), { signal: place.signal });
    // Keys are about the proposal that the person is in.
    for (const name of ["focusin", "pointerdown"] as const)
      this.#list.addEventListener(name, (event) => this.#enter(event), { signal: place.signal });
    this.community.onChange(() => this.root.hidden || this.show());
  }

  /** How many are open. */
  get badge(): string {
    const { length } = this.community.open;
    return length ? String(length) : "";
  }

  show(): void {
    const { proposals, newest } = this.community.state;
    const shown = proposals.filter((one) => this.#showDecided || one.status === "open").reverse();
    for (const one of shown)
      if (!this.#cards.has(one.proposal_id))
        this.#cards.set(one.proposal_id, new ProposalCard(this, one));
    if (!shown.some((one) => one.proposal_id === this.#current))
      this.#current = shown[0]?.proposal_id ?? null;
    this.#arrange(shown);
    for (const one of shown)
      this.#cards
        .get(one.proposal_id)
        ?.show(one, this.#opened.has(one.proposal_id), one.proposal_id === this.#current);
    const open = this.community.open.length;
    setText(this.#count, counted(open, "open proposal"));
    setAttribute(this.#decided, "aria-pressed", String(this.#showDecided));
    this.#draft.hidden = !this.place.draft.changes.length;
    setText(
      this.#empty,
      this.community.trouble ??
        (shown.length
          ? ""
          : newest
            ? "Nothing is proposed. Whoever misses a category, or has one too many, can say so here."
            : "Nothing is published yet. Once it is, anyone can propose changes here."),
    );
    this.#empty.hidden = !this.#empty.textContent;
  }

  focus(): void {
    const card = this.#card;
    if (card) card.focus();
    else this.root.querySelector<HTMLElement>("button")?.focus();
  }

  run(action: string): boolean {
    if (action === "proposals.propose") openPropose(this.place, this.community);
    else if (action === "proposals.draft") openProposeDraft(this.place, this.community);
    else if (action === "community.all") {
      this.#showDecided = !this.#showDecided;
      this.show();
    } else if (action.startsWith("proposals.")) this.#act(action);
    else return false;
    return true;
  }

  choose(proposalId: string, unfold = false): void {
    const known = this.community.state.proposals.find((one) => one.proposal_id === proposalId);
    if (!known) return;
    if (known.status !== "open") this.#showDecided = true;
    if (unfold || !this.#opened.delete(proposalId)) this.#opened.add(proposalId);
    this.#current = proposalId;
    this.show();
    this.#card?.focus();
  }

  vote(proposal: Proposal, vote: 1 | -1): void {
    const own = proposal.votes.find((one) => one.person === this.community.state.person)?.vote;
    const now = own === vote ? 0 : vote;
    const said = {
      "1": "You are for it",
      "-1": "You are against it",
      "0": "Your vote is taken back",
    };
    this.#ask("proposals.vote", { proposal_id: proposal.proposal_id, vote: now }, said[`${now}`]);
  }

  async remark(proposal: Proposal, text: string): Promise<boolean> {
    try {
      await this.community.act("proposals.remark", { proposal_id: proposal.proposal_id, text });
      return true;
    } catch (error) {
      this.place.announcer.refuse(reasonOf(error));
      return false;
    }
  }

  /** Only what stands at another place is moved: what somebody writes in keeps the focus. */
  #arrange(shown: readonly Proposal[]): void {
    const wanted = shown.flatMap((one) => this.#cards.get(one.proposal_id) ?? []);
    const there = new Set(wanted.map((card) => card.root as Element));
    for (const one of [...this.#list.children]) if (!there.has(one)) one.remove();
    for (const [n, card] of wanted.entries())
      if (this.#list.children[n] !== card.root)
        this.#list.insertBefore(card.root, this.#list.children[n] ?? null);
  }

  get #card(): ProposalCard | undefined {
    return this.#current === null ? undefined : this.#cards.get(this.#current);
  }

  #act(action: string): void {
    const proposal = this.#card?.proposal;
    const why = proposal ? this.#whyNot(action, proposal) : "Choose a proposal first";
    if (!proposal || why !== null) {
      this.place.announcer.refuse(why ?? "");
      return;
    }
    const { proposal_id } = proposal;
    if (action === "proposals.for") this.vote(proposal, 1);
    else if (action === "proposals.against") this.vote(proposal, -1);
    else if (action === "proposals.accept") this.#accept(proposal);
    else if (action === "proposals.reject") this.#reject(proposal);
    else if (action === "proposals.withdraw")
      this.#ask("proposals.withdraw", { proposal_id }, "Your proposal is withdrawn");
    else if (action === "proposals.remark") {
      if (!this.#opened.has(proposal_id)) this.choose(proposal_id);
      this.#card?.focusRemark();
    }
  }

  /** Why something cannot be done with a proposal, in words; `null` where it can. */
  #whyNot(action: string, { status, person, refusal }: Proposal): string | null {
    const { state } = this.community;
    if (action === "proposals.remark") return null;
    if (status !== "open") return `It is ${status} already`;
    if (action === "proposals.withdraw")
      return person === state.person ? null : `Only ${person}, who proposed it, can withdraw it`;
    if (action === "proposals.for" || action === "proposals.against") return null;
    if (!state.maintainer) return `Only maintainers decide: ${state.maintainers.join(" or ")}`;
    return action === "proposals.accept" && refusal ? `It no longer applies: ${refusal}` : null;
  }

  #words(proposal: Proposal): string {
    const newest = newestOf(this.place);
    const known = namesFrom(newest);
    return changeWords(
      proposal.change,
      (id) => (newest.has(id) ? known(id) : (proposal.names[id] ?? id)),
      newest,
    );
  }

  #reject(proposal: Proposal): void {
    this.place.dialog((closed) =>
      askText(
        this.place.root,
        "Reject the proposal",
        `${this.#words(proposal)}. Why not?`,
        "",
        (text) => {
          const reason = text.trim();
          if (!reason) return "Say why: whoever proposed it wants to know";
          this.#ask(
            "proposals.reject",
            { proposal_id: proposal.proposal_id, reason },
            "The proposal is rejected",
          );
          return null;
        },
        closed,
      ),
    );
  }

  #accept(proposal: Proposal): void {
    const version = this.community.state.newest + 1;
    this.place.dialog((closed) =>
      openDialog(
        this.place.root,
        `Publish version ${version}`,
        (close) => {
          const note = h("textarea", { class: "aw-input", rows: 3, maxlength: 2_000, dir: "auto" });
          note.value =
            `Proposed by ${proposal.person}${proposal.reason ? `: ${proposal.reason}` : ""}`.slice(
              0,
              2_000,
            );
          const publish = () => {
            close();
            void this.#publish(proposal, note.value.trim());
          };
          note.addEventListener("keydown", (event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) publish();
          });
          return [
            h(
              "div",
              { class: "aw-dialog-body" },
              h("p", {}, `${this.#words(proposal)}.`),
              h(
                "p",
                { class: "aw-hint" },
                "A published version stays as it is. Annotations stand on the version before until somebody migrates them.",
              ),
              h("label", { class: "aw-field" }, h("span", {}, "What is new, in words"), note),
              h(
                "div",
                { class: "aw-dialog-buttons" },
                h(
                  "button",
                  { type: "button", class: "aw-button aw-wide aw-main-button", onclick: publish },
                  `Publish version ${version}`,
                ),
              ),
            ),
          ];
        },
        closed,
      ),
    );
  }

  async #publish(proposal: Proposal, note: string): Promise<void> {
    const { announcer } = this.place;
    try {
      const { version } = await this.community.act<{ version: number }>("proposals.accept", {
        proposal_id: proposal.proposal_id,
        note,
      });
      await this.place.reload(`Accepted: version ${version} is published`);
    } catch (error) {
      announcer.refuse(reasonOf(error));
    }
  }

  #ask(method: string, params: { [name: string]: string | number }, said: string): void {
    void this.community
      .act(method, params)
      .then(() => this.place.announcer.say(said))
      .catch((error: unknown) => this.place.announcer.refuse(reasonOf(error)));
  }

  #enter(event: Event): void {
    const card = (event.target as Element).closest("[data-proposal]");
    const id = card?.getAttribute("data-proposal") ?? null;
    if (id === null || id === this.#current) return;
    this.#current = id;
    this.show();
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (!(event.target as Element).classList.contains("aw-proposal-head")) return;
    const cards = [...this.#list.children];
    const at = cards.findIndex((one) => one.getAttribute("data-proposal") === this.#current);
    const to: Record<string, number> = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      Home: 0,
      End: cards.length - 1,
    };
    const next = to[event.key];
    const open = { ArrowRight: true, ArrowLeft: false }[event.key];
    if (next !== undefined) {
      const id =
        cards[Math.max(0, Math.min(cards.length - 1, next))]?.getAttribute("data-proposal");
      this.#current = id ?? this.#current;
      this.show();
      this.#card?.focus();
    } else if (open !== undefined && this.#current) {
      if (open) this.#opened.add(this.#current);
      else this.#opened.delete(this.#current);
      this.show();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
