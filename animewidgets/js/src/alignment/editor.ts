import { h, oncePerFrame, setAttribute } from "../core/dom";
import { type KeyMap, listenForKeys } from "../core/keys";
import { Settings } from "../core/settings";
import { isMatch, type PictureMap } from "../timemaps/patch";
import { Announcer } from "../ui/announce";
import { Bar } from "../ui/bar";
import { ActionButtons } from "../ui/buttons";
import { type Colours, onThemeChange, readColours } from "../ui/colours";
import type { MenuItem } from "../ui/menu";
import { allActions } from "../ui/menu_items";
import { Overlays } from "../ui/overlays";
import { answerSaveKey, followWindow, showSave } from "../ui/shell";
import { ALIGNMENT, type AlignAction, POINTER } from "./actions";
import type { OpenAlignment } from "./alignment_model";
import { AxesPanel } from "./axes_panel";
import { Caption } from "./caption";
import { Commands } from "./commands";
import { MapFiles } from "./files";
import { panelHost, tableHost } from "./hosts";
import { Invitation } from "./invitation";
import type { Linked } from "./linked";
import { look } from "./looking";
import { MapIndex } from "./map_index";
import type { MapLog } from "./map_log";
import { stageMenu } from "./menus";
import { move } from "./moving";
import { PieceTable } from "./piece_table";
import type { Side } from "./side";
import { Stage } from "./stage";
import { Toolbar } from "./toolbar";
import type { SideName } from "./wire";
import { ALL_ROLES, countOf, type Lengths, percent, roleName } from "./words";

/** One view of the alignment editor: pictures, axes, table, and what keys do to them. */
export class AlignmentEditor {
  readonly announcer = new Announcer();
  readonly settings: Settings;
  /** Help and keys tell of actions alone. */
  readonly opened = { hello: { categories: [], task: { guidelines: "" } } };
  readonly a: Side;
  readonly b: Side;
  readonly linked: Linked;
  readonly log: MapLog;
  readonly lengths: Lengths;
  readonly stage: Stage;
  #index: MapIndex;
  colours: Colours;
  keys: KeyMap<AlignAction | `category:${string}`>;
  readonly commands: Commands;
  readonly files: MapFiles;
  readonly panel: AxesPanel;
  readonly #table: PieceTable;
  readonly #invitation: Invitation;
  readonly #toolbar: Toolbar;
  readonly #captions: Readonly<Record<SideName, Caption>>;
  readonly #bar: Bar;
  readonly #buttons: ActionButtons<AlignAction>;
  readonly overlays: Overlays<AlignmentEditor>;
  readonly redraw: () => void;
  readonly #progress = h("span", {
    class: "aw-badge aw-al-progress",
    role: "status",
    hidden: true,
  });
  readonly #counts = h("span", { class: "aw-detail" });
  #align: HTMLButtonElement;
  #frames = "";

  constructor(
    readonly root: HTMLElement,
    readonly alignment: OpenAlignment,
    readonly signal: AbortSignal,
  ) {
    const { a, b, log, linked, channel, hello } = alignment;
    this.a = a;
    this.b = b;
    this.log = log;
    this.linked = linked;
    this.settings = new Settings(hello.person, signal);
    this.lengths = {
      frame: { a: a.frame, b: b.frame },
      second: { a: a.second, b: b.second },
    };
    root.classList.add("aw-alignment");
    this.colours = readColours(root);
    const { judged, lent } = log;
    this.#index = new MapIndex(log.map, this.lengths, { judged, lent });
    this.keys = this.#keyMap();
    this.redraw = oncePerFrame(() => this.#draw(), signal);
    this.#buttons = new ActionButtons(
      ALIGNMENT,
      (action) => this.run(action),
      (action) => this.keys.keysFor(action),
    );
    this.overlays = new Overlays<AlignmentEditor>(this, ALIGNMENT, { pointer: POINTER });
    this.commands = new Commands(this);
    this.files = new MapFiles(
      {
        channel,
        root,
        say: (text) => this.say(text),
        refuse: (reason) => this.refuse(reason),
        changed: () => this.redraw(),
        catchUp: () => log.catchUp(),
      },
      signal,
      hello.aligning,
    );
    const editor = this;
    this.stage = new Stage(
      {
        a,
        b,
        linked,
        get picture() {
          return editor.picture;
        },
        get wheelIsOurs() {
          return editor.wheelIsOurs;
        },
        focus: () => this.focus(),
        menu: (at) => stageMenu(this, at),
        changed: () => this.redraw(),
      },
      signal,
    );
    this.#invitation = new Invitation(this.#buttons, hello.can_align);
    this.panel = new AxesPanel(panelHost(this), this.#buttons, this.#invitation.root, signal);
    this.#table = new PieceTable(tableHost(this), signal);
    this.#toolbar = new Toolbar(this, this.#buttons);
    this.#captions = { a: new Caption(a, this), b: new Caption(b, this) };
    this.#align = this.#buttons.make("align.run", "align", "Align");
    this.#bar = new Bar(this.#buttons, {
      what: [
        h("span", { class: "aw-title" }, "Alignment"),
        h(
          "span",
          { class: "aw-al-pair", title: `${a.index.release.name} and ${b.index.release.name}` },
          `${a.index.release.name} ⇄ ${b.index.release.name}`,
        ),
        this.#counts,
      ],
      state: [this.#progress],
      actions: [
        this.#align,
        this.#buttons.make("align.load", "openFile"),
        this.#buttons.make("align.save", "download"),
        this.#buttons.make("list", "list"),
        this.#buttons.make("fullScreen", "fullScreen"),
        this.#buttons.make("keySettings", "keys"),
      ],
      more: (at) => this.menu(at, "All actions", allActions(ALIGNMENT, this)),
    });
    this.#layOut();
    this.#listen();
    for (const problem of this.settings.problems) this.announcer.refuse(problem);
    this.#sounds();
    this.#draw();
    if (followWindow(root, signal)) setAttribute(root, "data-window", true);
    if (log.refused) this.refuse(log.refused);
  }

  // --- what parts ask for ------------------------------------------------------------------------

  /** The map as it stands, ready to be looked at. */
  get index(): MapIndex {
    const { map, judged } = this.log;
    if (this.#index.map !== map || this.#index.judged !== judged)
      this.#index = new MapIndex(map, this.lengths, { judged, lent: this.log.lent });
    return this.#index;
  }

  /** The row of the piece in which the leading frame lies; -1 where the map says nothing of it. */
  get current(): number {
    const { lead, leading } = this.linked;
    return this.index.order(lead).rowAt(this[lead].index.ptsOf(leading.frame));
  }

  /** How A's picture lies on B's, where the leading frame is. */
  get picture(): PictureMap | undefined {
    return this.index.pieces[this.current]?.picture ?? this.log.map.patch.picture;
  }

  get wheelIsOurs(): boolean {
    const page = this.root.getRootNode() as Document | ShadowRoot;
    return page.activeElement === this.root || this.root.contains(page.activeElement);
  }

  /** It came onto the page, or the theme is another one: only there do its colours count. */
  laidOut(): void {
    this.colours = readColours(this.root);
    this.panel.themed();
    this.#table.refresh();
  }

  say(text: string): void {
    this.announcer.say(text);
  }

  refuse(reason: string): void {
    this.announcer.refuse(reason);
  }

  focus(): void {
    this.root.focus({ preventScroll: true });
  }

  /** Go to the first frame of a piece; where both have it, the side that leads goes on leading. */
  go(row: number): void {
    const piece = this.index.pieces[row];
    if (!piece) return;
    const { lead } = this.linked;
    const side: SideName = isMatch(piece) ? lead : piece.source ? "a" : "b";
    const span = side === "a" ? piece.source : piece.target;
    if (!span) return;
    const first = this[side].firstFrom(span[0]);
    this.linked.seek(side, Math.min(first, this[side].index.count - 1));
    this.redraw();
  }

  askRole(): void {
    const row = this.current;
    const piece = this.index.pieces[row];
    if (!piece) return;
    const known = this.alignment.hello.roles;
    const roles = known.length ? known : ALL_ROLES;
    const box = this.root.getBoundingClientRect();
    this.menu(
      { x: box.left + box.width / 2 - 110, y: box.top + 120 },
      "Role",
      roles.map((role) => ({
        label: roleName(role),
        checked: role === (piece.role ?? "match"),
        run: () => this.commands.role(role),
      })),
    );
  }

  askPlace(): void {
    this.#captions[this.linked.lead].goTo.focus();
  }

  unanchor(source: number): void {
    this.commands.unanchor(source);
  }

  menu(at: { x: number; y: number }, label: string, items: readonly (MenuItem | null)[]): void {
    this.overlays.menu(at, label, items);
  }

  // --- actions -----------------------------------------------------------------------------------

  run(action: AlignAction): boolean {
    const done = move(this, action) || look(this, action) || this.commands.run(action);
    this.redraw();
    return done;
  }

  // --- layout and drawing ------------------------------------------------------------------------

  #layOut(): void {
    const { root } = this;
    const main = h(
      "div",
      { class: "aw-al-main" },
      this.stage.root,
      h("div", { class: "aw-al-captions" }, this.#captions.a.root, this.#captions.b.root),
    );
    root.replaceChildren(
      this.#bar.root,
      main,
      this.#toolbar.root,
      this.panel.root,
      this.#table.root,
      h("footer", { class: "aw-status" }, this.announcer.root),
    );
  }

  #draw(): void {
    const { root, linked, log } = this;
    const { current } = this;
    const piece = this.index.pieces[current];
    this.#bar.show(log);
    const { running } = this.files;
    setAttribute(this.#progress, "hidden", running === null);
    if (running)
      this.#progress.textContent = `${running.what} · ${percent(Math.min(1, Math.max(0, running.share)))}`;
    this.#align.lastChild?.replaceWith(
      running ? "Stop" : log.map.matches.length ? "Align again" : "Align",
    );
    const { pieces } = this.index;
    this.#invitation.show(log.judged, running);
    this.#counts.textContent = !log.judged
      ? ""
      : `${log.map.matches.length} of ${pieces.length} pieces on both sides · ${countOf(log.anchors.length, "anchor")}`;
    this.#toolbar.show(this.index, current, piece !== undefined && isMatch(piece));
    const { timecode } = this.settings.values;
    this.#captions.a.show(timecode);
    this.#captions.b.show(timecode);
    this.#table.show(this.index, current);
    const frames = `${this.a.playback.frame} ${this.b.playback.frame} ${linked.lead}`;
    if (frames === this.#frames) this.panel.redraw();
    else this.panel.follow();
    this.#frames = frames;
    this.stage.redraw();
    const told = {
      "data-mode": this.stage.mode,
      "data-lead": linked.lead,
      "data-linked": String(linked.linked),
      "data-same": linked.same === null ? null : String(linked.same),
      "data-frame-a": this.a.playback.frame,
      "data-frame-b": this.b.playback.frame,
      "data-piece": current,
      "data-pieces": pieces.length,
      "data-doubtful": this.index.doubtful.length,
      "data-looked": this.index.looked,
      "data-anchors": log.anchors.length,
      "data-aligning": running !== null,
    };
    for (const [name, value] of Object.entries(told)) setAttribute(root, name, value);
  }

  #listen(): void {
    const { root, signal } = this;
    listenForKeys<AlignAction | `category:${string}`>(
      root,
      () => this.keys,
      (action, event) => {
        if (event.repeat && !ALIGNMENT.repeats(action)) return true;
        return this.run(action as AlignAction);
      },
      signal,
    );
    answerSaveKey(this, signal);
    // A button that is clicked does not take the focus: Space goes on playing. Tab still reaches it.
    root.addEventListener(
      "mousedown",
      (event) => {
        if (!(event.target as Element).closest("button")) return;
        event.preventDefault();
        if (!this.overlays.open) this.focus();
      },
      { signal },
    );
    const stops = [
      this.log.onChange(() => {
        showSave(root, { save: this.log.save, unsent: this.log.unsent });
        if (this.log.refused) {
          this.refuse(`Not taken: ${this.log.refused}`);
          this.log.refused = null;
        }
        this.redraw();
      }),
      this.linked.onChange(this.redraw),
      this.settings.onChange(() => {
        this.keys = this.#keyMap();
        this.#buttons.refresh();
        this.#sounds();
        this.#table.refresh();
        this.redraw();
      }),
    ];
    onThemeChange(() => this.laidOut(), signal);
    this.panel.themed();
    showSave(root, { save: this.log.save, unsent: this.log.unsent });
    signal.addEventListener("abort", () => {
      this.overlays.close();
      for (const stop of stops) stop();
    });
  }

  #sounds(): void {
    const { volume, muted } = this.settings.values;
    for (const { playback } of [this.a, this.b]) {
      if (playback.sound.volume !== volume) playback.sound.volume = volume;
      if (playback.sound.muted !== muted) playback.sound.muted = muted;
    }
  }

  #keyMap() {
    const { keyMap, keys } = this.settings.values;
    return ALIGNMENT.keyMap(keyMap, keys, []);
  }
}
