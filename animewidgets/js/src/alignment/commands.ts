import type { At, MapEdit } from "../timemaps/edits";
import { isMatch, type Match, type Piece } from "../timemaps/patch";
import { framesInWords } from "../video/frames";
import type { AlignAction } from "./actions";
import type { Linked } from "./linked";
import type { MapIndex } from "./map_index";
import type { MapLog } from "./map_log";
import type { Side } from "./side";
import { countOf, roleName } from "./words";

export interface CommandHost {
  readonly a: Side;
  readonly b: Side;
  readonly linked: Linked;
  readonly log: MapLog;
  readonly index: MapIndex;
  readonly current: number;
  say(text: string): void;
  refuse(reason: string): void;
  /** Go to a piece, on a side that has it. */
  go(row: number): void;
  /** Show the roles to choose from. */
  askRole(): void;
}

const MAP_SIDES = { a: "source", b: "target" } as const;

/** A tick that lies in a piece, by which it is named. */
export function nameOf(piece: Piece): At {
  const { source, target } = piece;
  return source
    ? { side: "source", tick: source[0] }
    : { side: "target", tick: (target as readonly [number, number])[0] };
}

/** What keys and buttons decide of the map: edits of the piece that stands there. */
export class Commands {
  constructor(readonly host: CommandHost) {}

  /** Whether the action is one of the map's. */
  run(action: AlignAction): boolean {
    switch (action) {
      case "align.accept":
        this.accept();
        return true;
      case "align.nudgeBack":
        this.nudge(-1);
        return true;
      case "align.nudgeForward":
        this.nudge(1);
        return true;
      case "align.leapNudgeBack":
        this.nudge(-10);
        return true;
      case "align.leapNudgeForward":
        this.nudge(10);
        return true;
      case "align.startHere":
        this.border("start");
        return true;
      case "align.endHere":
        this.border("end");
        return true;
      case "align.anchor":
        this.anchor();
        return true;
      case "align.unanchor":
        this.unanchor();
        return true;
      case "align.changed":
        this.changed();
        return true;
      case "align.unmatch":
        this.#match((piece) =>
          this.take({ op: "unmatch", at: nameOf(piece) }, "Not the same after all"),
        );
        return true;
      case "align.split":
        this.split();
        return true;
      case "align.role":
        if (this.#piece()) this.host.askRole();
        return true;
      case "align.nextDoubtful":
        this.doubtful(1);
        return true;
      case "align.previousDoubtful":
        this.doubtful(-1);
        return true;
      case "undo":
      case "redo":
        this.#step(action);
        return true;
      default:
        return false;
    }
  }

  /** Make an edit and say so; whether it was made. */
  take(edit: MapEdit, said: string): boolean {
    const { host } = this;
    const refused = host.log.commit(edit);
    if (refused) host.refuse(refused.refused);
    else host.say(said);
    return !refused;
  }

  accept(): void {
    const { host } = this;
    const piece = this.#piece();
    if (!piece) return;
    const row = host.current;
    const first = piece.status === "confirmed";
    if (!first && !this.take({ op: "confirm", at: nameOf(piece) }, "Accepted")) return;
    const next = host.index.nextDoubtful(row, 1);
    if (next >= 0) host.go(next);
    else
      host.say(
        first ? "Accepted already; nothing else is doubtful" : "Accepted; nothing else is doubtful",
      );
  }

  nudge(frames: number): void {
    const { b } = this.host;
    this.#match((piece) => {
      const { index, playback } = b;
      const from = index.ptsOf(playback.frame);
      const at = Math.min(Math.max(0, playback.frame + frames), index.count - 1);
      const inside = Math.abs(at - playback.frame) === Math.abs(frames);
      const by = inside ? index.ptsOf(at) - from : Math.round(frames * b.frame);
      if (this.#backFrom(piece, by)) return;
      const words = `B's side moved by ${frames > 0 ? "+" : "−"}${Math.abs(frames)}`;
      this.slide({ op: "nudge", at: nameOf(piece), by }, words);
    });
  }

  /** Move B's side of a match, and say so, also what it gives up by that. */
  slide(edit: MapEdit, said: string): void {
    const { host } = this;
    const { a, log } = host;
    const matched = () =>
      log.map.matches.reduce((sum, { source }) => sum + source[1] - source[0], 0);
    const before = matched();
    if (!this.take(edit, said)) return;
    const lost = Math.round((before - matched()) / a.frame);
    if (lost > 0) host.say(`${said}; gives up ${countOf(lost, "frame")} of A`);
  }

  /** Take the last nudge back by its opposite: what the match gave up by it comes back, too. Whether it was one. */
  #backFrom(piece: Match, by: number): boolean {
    const { b, index, log } = this.host;
    const { last } = log;
    if (last?.op !== "nudge" || last.at.side !== "source") return false;
    if (Math.abs(last.by + by) * 2 >= b.frame) return false;
    // The match may have given up the tick by which it was named: it is the first one from there on.
    const { rows } = index.a;
    let place = Math.max(0, index.a.placeBefore(last.at.tick));
    const tells = (row: number | undefined) => {
      const one = index.pieces[row ?? -1];
      return one && isMatch(one) && one.source[1] > last.at.tick;
    };
    while (place < rows.length && !tells(rows[place])) place++;
    if (index.pieces[rows[place] ?? -1] !== piece) return false;
    const undone = log.undo();
    if (!undone || "refused" in undone) return false;
    this.host.say("B's side is back where it was");
    return true;
  }

  /** The match begins here, or ends with the frame here: the one that one stands in, else the one beside the gap. */
  border(edge: "start" | "end"): void {
    const { host } = this;
    const { lead, leading } = host.linked;
    const side = MAP_SIDES[lead];
    const { index } = host[lead];
    const to = index.ptsOf(leading.frame + (edge === "end" ? 1 : 0));
    const here = index.ptsOf(leading.frame);
    const piece = this.#matchFor(edge, here);
    const span = piece?.[side];
    if (!span) {
      host.refuse(
        edge === "start" ? "No match begins here or later." : "No match ends here or earlier.",
      );
      return;
    }
    if (span[edge === "start" ? 0 : 1] === to) {
      host.refuse(edge === "start" ? "It begins here already." : "It ends here already.");
      return;
    }
    const where = `frame ${leading.frame} of ${host[lead].letter}`;
    this.take(
      { op: "border", at: { side, tick: span[0] }, edge, to },
      edge === "start" ? `The match begins on ${where}` : `The match ends with ${where}`,
    );
  }

  anchor(): void {
    const { a, b } = this.host;
    const source = a.index.ptsOf(a.playback.frame);
    const target = b.index.ptsOf(b.playback.frame);
    const made = this.take(
      { op: "anchor", source, target },
      `Anchor: ${a.playback.frame} of A is ${b.playback.frame} of B`,
    );
    // Pinned together they go together again.
    if (made) this.host.linked.linked = true;
  }

  unanchor(source?: number): void {
    const { a, log } = this.host;
    const here = a.index.ptsOf(a.playback.frame);
    const away = (one: { source: number }) => Math.abs(one.source - here);
    const [nearest] = [...log.anchors].sort((one, other) => away(one) - away(other));
    const found = source ?? nearest?.source;
    if (found === undefined) this.host.refuse("There is no anchor.");
    else this.take({ op: "unanchor", source: found }, "The anchor is gone");
  }

  changed(): void {
    this.#match((piece) => {
      const on = !piece.flags?.includes("picture_changed");
      this.take(
        { op: "changed", at: nameOf(piece), on },
        on ? "Marked: the picture changed" : "Marked: the picture is the same",
      );
    });
  }

  split(): void {
    const { host } = this;
    const { lead, leading } = host.linked;
    if (!this.#piece()) return;
    const tick = host[lead].index.ptsOf(leading.frame);
    this.take(
      { op: "split", at: { side: MAP_SIDES[lead], tick } },
      `Split before frame ${leading.frame}`,
    );
  }

  role(role: string): void {
    const piece = this.#piece();
    if (piece) this.take({ op: "role", at: nameOf(piece), role }, `Role: ${roleName(role)}`);
  }

  doubtful(step: 1 | -1): void {
    const { host } = this;
    const row = host.index.nextDoubtful(host.current, step);
    if (row < 0) host.refuse("Nothing is doubtful.");
    else host.go(row);
  }

  /** Undo or redo, and go to where it happened. */
  #step(action: "undo" | "redo"): void {
    const { host } = this;
    const edit = host.log[action]();
    if (!edit) {
      host.refuse(`Nothing to ${action}.`);
      return;
    }
    if ("refused" in edit) {
      host.refuse(edit.refused);
      return;
    }
    const word = action === "undo" ? "Undone" : "Redone";
    const at =
      "at" in edit
        ? edit.at
        : "source" in edit
          ? ({ side: "source", tick: edit.source } as const)
          : null;
    if (!at) {
      host.say(word);
      return;
    }
    const side = at.side === "source" ? "a" : "b";
    const ordinal = host[side].index.ordinalAt(at.tick);
    const { lead } = host.linked;
    // Where one stands in the piece already, one stays.
    const row = host.index.order(side).rowAt(at.tick);
    if (row !== host.current || lead !== side) host.linked.seek(side, ordinal);
    host.say(
      `${word}, ${framesInWords(host.linked.leading.frame, host.linked.leading.frame + 1)} of ${host[host.linked.lead].letter}`,
    );
  }

  #piece(): Piece | null {
    const { host } = this;
    const { index } = host;
    const piece = index.judged ? index.pieces[host.current] : undefined;
    if (!index.judged) host.refuse("Not aligned yet: align, load a patch, or set an anchor.");
    else if (!piece) host.refuse("The map says nothing of this frame: set an anchor, or align.");
    return piece ?? null;
  }

  #match(act: (piece: Match) => void): void {
    const piece = this.#piece();
    if (!piece) return;
    if (isMatch(piece)) act(piece);
    else
      this.host.refuse(
        "Only one side has this: there is nothing that could be moved, changed or parted.",
      );
  }

  /** The match in which a tick lies, else the nearest after (for its start) or before (for its end). */
  #matchFor(edge: "start" | "end", tick: number): Piece | null {
    const { index, linked } = this.host;
    const order = index.order(linked.lead);
    const step = edge === "start" ? 1 : -1;
    for (let at = order.placeBefore(tick); at >= -1 && at < order.length; at += step) {
      const piece = at < 0 ? undefined : index.pieces[order.rows[at] as number];
      if (!piece || !isMatch(piece)) continue;
      if (edge === "end" || (order.ends[at] as number) > tick) return piece;
    }
    return null;
  }
}
