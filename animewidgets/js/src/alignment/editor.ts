import { h, oncePerFrame, setAttribute } from "../core/dom";
import { type KeyMap, listenForKeys } from "../core/keys";
import { Settings } from "../core/settings";
import { nextForm } from "../core/timecode";
import type { MapEdit } from "../timemaps/edits";
import { isMatch, type PictureMap } from "../timemaps/patch";
import type { TimeMap } from "../timemaps/time_map";
import { Announcer } from "../ui/announce";
import { Bar } from "../ui/bar";
import { ActionButtons } from "../ui/buttons";
import { type Colours, onThemeChange, readColours } from "../ui/colours";
import type { MenuItem } from "../ui/menu";
import { allActions } from "../ui/menu_items";
import { Overlays } from "../ui/overlays";
import { answerSaveKey, followWindow, showSave, toggleFullScreen } from "../ui/shell";
import { ALIGNMENT, type AlignAction, POINTER } from "./actions";
import type { OpenAlignment } from "./alignment_model";
import { AxesPanel } from "./axes_panel";
import type { AxesHit } from "./axes_scene";
import { LAYING_NAMES, LAYINGS } from "./axes_view";
import { Caption } from "./caption";
import { Commands } from "./commands";
import { MODE_NAMES, type Mode } from "./compare";
import { MapFiles } from "./files";
import type { Linked } from "./linked";
import { MapIndex } from "./map_index";
import type { MapLog } from "./map_log";
import { mapMenu, stageMenu } from "./menus";
import { move } from "./moving";
import { PieceTable } from "./piece_table";
import type { Side } from "./side";
import { Stage } from "./stage";
import { Toolbar } from "./toolbar";
import type { Anchor, SideName } from "./wire";
import { ALL_ROLES, countOf, type Lengths, percent, roleName } from "./words";

const COMPARES: Partial<Record<AlignAction, Mode>> = {
  "align.wipe": "wipe",
  "align.difference": "difference",
  "align.blink": "blink",
  "align.overlay": "overlay",
};

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
  readonly #commands: Commands;
  readonly #files: MapFiles;
  readonly #panel: AxesPanel;
  readonly #table: PieceTable;
  readonly #toolbar: Toolbar;
  readonly #captions: Readonly<Record<SideName, Caption>>;
  readonly #bar: Bar;
  readonly #buttons: ActionButtons<AlignAction>;
  readonly #overlays: Overlays<AlignmentEditor>;
  readonly #redraw: () => void;
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
    this.#index = new MapIndex(log.map, this.lengths);
    this.keys = this.#keyMap();
    this.#redraw = oncePerFrame(() => this.#draw(), signal);
    this.#buttons = new ActionButtons(
      ALIGNMENT,
      (action) => this.run(action),
      (action) => this.keys.keysFor(action),
    );
    this.#overlays = new Overlays<AlignmentEditor>(this, ALIGNMENT, { pointer: POINTER });
    this.#commands = new Commands(this);
    this.#files = new MapFiles(
      {
        channel,
        root,
        say: (text) => this.say(text),
        refuse: (reason) => this.refuse(reason),
        changed: () => this.#redraw(),
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
        changed: () => this.#redraw(),
      },
      signal,
    );
    this.#panel = new AxesPanel(this.#panelHost(), this.#buttons, signal);
    this.#table = new PieceTable(this.#tableHost(), signal);
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
    const { map } = this.log;
    if (this.#index.map !== map) this.#index = new MapIndex(map, this.lengths);
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
    const { index } = this[side];
    const at = index.ordinalAt(span[0]);
    this.linked.seek(side, index.ptsOf(at) < span[0] ? Math.min(at + 1, index.count - 1) : at);
    this.#redraw();
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
        run: () => this.#commands.role(role),
      })),
    );
  }

  askPlace(): void {
    this.#captions[this.linked.lead].goTo.focus();
  }

  unanchor(source: number): void {
    this.#commands.unanchor(source);
  }

  menu(at: { x: number; y: number }, label: string, items: readonly (MenuItem | null)[]): void {
    this.#overlays.menu(at, label, items);
  }

  // --- actions -----------------------------------------------------------------------------------

  run(action: AlignAction): boolean {
    const mode = COMPARES[action];
    if (mode) {
      this.stage.compare(mode);
      this.say(MODE_NAMES[this.stage.mode]);
      return true;
    }
    const done = move(this, action) || this.#look(action) || this.#commands.run(action);
    this.#redraw();
    return done;
  }

  #look(action: AlignAction): boolean {
    switch (action) {
      case "align.sideBySide":
        if (this.stage.mode !== "side") this.stage.compare("side");
        return true;
      case "align.flip":
        this.stage.flip();
        return true;
      case "align.more":
      case "align.less":
        if (!this.stage.adjust(action === "align.more" ? 1 : -1))
          this.refuse("Side by side there is nothing to adjust: take W, D, B or O first.");
        return true;
      case "align.closer":
        this.stage.zoomBy(1.5);
        return true;
      case "align.wholePicture":
        this.stage.whole();
        return true;
      case "align.run":
        if (this.alignment.hello.can_align) this.#files.toggle();
        else this.refuse("This kernel cannot align these two: it has no media of theirs.");
        return true;
      case "align.save":
        void this.#files.save("map.patch");
        return true;
      case "align.otio":
        void this.#files.save("map.otio");
        return true;
      case "align.load":
        this.#files.choose();
        return true;
      case "zoomIn":
      case "zoomOut":
        this.#panel.zoomBy(action === "zoomIn" ? 1.6 : 1 / 1.6);
        return true;
      case "fit":
        this.#panel.fit();
        return true;
      case "align.zoomToPiece":
        this.#panel.zoomTo(this.current);
        return true;
      case "panLeft":
      case "panRight":
        this.#panel.pan(action === "panLeft" ? -0.5 : 0.5);
        return true;
      case "align.laying": {
        const { laying } = this.#panel;
        const next = LAYINGS[(LAYINGS.indexOf(laying) + 1) % LAYINGS.length] ?? "line";
        this.#panel.lay(next);
        this.say(LAYING_NAMES[next]);
        return true;
      }
      case "waveform":
        this.#panel.showSound(!this.#panel.sound);
        return true;
      case "timecode":
        this.settings.set({ timecode: nextForm(this.settings.values.timecode) });
        return true;
      case "list":
        setAttribute(this.root, "data-list", this.root.dataset.list === "hidden" ? null : "hidden");
        return true;
      case "fullScreen":
        toggleFullScreen(this.root, (reason) => this.refuse(reason));
        return true;
      case "keySettings":
        this.#overlays.keySettings();
        return true;
      case "help":
        this.#overlays.toggleHelp();
        return true;
      case "escape":
        return this.#escape();
      default:
        return false;
    }
  }

  #escape(): boolean {
    if (this.#overlays.close() || this.#panel.cancel()) return true;
    if (this.stage.mode !== "side") {
      this.stage.compare("side");
      return true;
    }
    const page = this.root.getRootNode() as Document | ShadowRoot;
    if (page.activeElement === this.root) return false;
    this.focus();
    return true;
  }

  // --- layout and drawing ------------------------------------------------------------------------

  #panelHost() {
    const editor = this;
    const { linked, log } = this;
    return {
      a: this.a,
      b: this.b,
      lengths: this.lengths,
      get index(): MapIndex {
        return editor.index;
      },
      get anchors(): readonly Anchor[] {
        return log.anchors;
      },
      get colours(): Colours {
        return editor.colours;
      },
      get lead(): SideName {
        return linked.lead;
      },
      get linked(): boolean {
        return linked.linked;
      },
      get same(): boolean | null {
        return linked.same;
      },
      get current(): number {
        return editor.current;
      },
      get wheelIsOurs(): boolean {
        return editor.wheelIsOurs;
      },
      focus: () => this.focus(),
      point: (side: SideName, ordinal: number, heard = false) => {
        linked.seek(side, ordinal);
        if (heard && this.settings.values.scrubSound && !this.settings.values.muted)
          linked.leading.sound.scrub(linked.leading.frame);
        this.#redraw();
      },
      pick: (row: number) => {
        if (row !== this.current) this.#within(row);
      },
      preview: (edit: MapEdit): TimeMap | null => {
        try {
          const map = log.preview(edit);
          this.announcer.say("");
          return map;
        } catch (error) {
          this.refuse((error as Error).message);
          return null;
        }
      },
      try: (map: TimeMap | null) => linked.try(map),
      take: (edit: MapEdit) => {
        this.#commands.take(edit, edit.op === "nudge" ? "B's side moved" : "The border is moved");
        this.#redraw();
      },
      menuAt: (hit: AxesHit, at: { x: number; y: number }) => mapMenu(this, hit, at),
      hover: (hit: AxesHit | null) => this.#hovered(hit),
    };
  }

  /** Stand in a piece: where one does, one stays. */
  #within(row: number): void {
    if (row !== this.current) this.go(row);
  }

  /** Tell what the pointer is on, where nothing else was said. */
  #hovered(hit: AxesHit | null): void {
    if (!hit || !("row" in hit)) return;
    const piece = this.index.pieces[hit.row];
    if (piece)
      setAttribute(
        this.#panel.root.querySelector("canvas") as Element,
        "title",
        `${roleName(piece.role)} · ${percent(piece.confidence ?? 1)}`,
      );
  }

  #tableHost() {
    const editor = this;
    return {
      a: this.a,
      b: this.b,
      lengths: this.lengths,
      get dark(): boolean {
        return editor.colours.dark;
      },
      get timecode() {
        return editor.settings.values.timecode;
      },
      go: (row: number) => this.go(row),
      menu: (_row: number, at: { x: number; y: number }) => mapMenu(this, null, at),
      focus: () => this.focus(),
    };
  }

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
      this.#panel.root,
      this.#table.root,
      h("footer", { class: "aw-status" }, this.announcer.root),
    );
  }

  #draw(): void {
    const { root, linked, log } = this;
    const { current } = this;
    const piece = this.index.pieces[current];
    this.#bar.show(log);
    const { running } = this.#files;
    setAttribute(this.#progress, "hidden", running === null);
    if (running)
      this.#progress.textContent = `${running.what} · ${percent(Math.min(1, Math.max(0, running.share)))}`;
    this.#align.lastChild?.replaceWith(
      running ? "Stop" : log.map.matches.length ? "Align again" : "Align",
    );
    const { pieces } = this.index;
    this.#counts.textContent = `${log.map.matches.length} of ${pieces.length} pieces on both sides · ${countOf(log.anchors.length, "anchor")}`;
    this.#toolbar.show(this.index, current, piece !== undefined && isMatch(piece));
    const { timecode } = this.settings.values;
    this.#captions.a.show(timecode);
    this.#captions.b.show(timecode);
    this.#table.show(this.index, current);
    const frames = `${this.a.playback.frame} ${this.b.playback.frame} ${linked.lead}`;
    if (frames === this.#frames) this.#panel.redraw();
    else this.#panel.follow();
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
        if (!this.#overlays.open) this.focus();
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
        this.#redraw();
      }),
      this.linked.onChange(this.#redraw),
      this.settings.onChange(() => {
        this.keys = this.#keyMap();
        this.#buttons.refresh();
        this.#sounds();
        this.#table.refresh();
        this.#redraw();
      }),
    ];
    onThemeChange(() => {
      this.colours = readColours(root);
      this.#panel.themed();
      this.#table.refresh();
    }, signal);
    this.#panel.themed();
    showSave(root, { save: this.log.save, unsent: this.log.unsent });
    signal.addEventListener("abort", () => {
      this.#overlays.close();
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
