import { type Outcome, refuse } from "../../core/outcome";
import type { ActionButtons } from "../../ui/buttons";
import type { CanvasAction } from "../actions";
import type { OpenCanvas } from "../canvas_model";
import type { Figure } from "../figures";
import type { Scene } from "../scene";
import { tagRows } from "../tags/tag_rows";
import type { Tagging } from "../tags/tagging";
import { moveKey } from "../tracks/track_edits";
import { trackRows } from "../tracks/track_rows";
import { type LaneHost, LanePanel } from "./lane_panel";
import type { LaneRow } from "./lane_row";
import { TrackBar } from "./track_bar";

/** What the lanes need of the view that they stand in. */
export interface TrackLanesHost extends Pick<LaneHost, "seek" | "focus" | "wheelIsOurs"> {
  readonly opened: OpenCanvas;
  readonly tagging: Tagging;
  take(outcome: Outcome): boolean;
  select(ids: Iterable<string>): void;
}

/** Tags and tracks under the canvas: buttons, and a lane for each. */
export class TrackLanes {
  readonly panel: LanePanel;
  readonly bar: TrackBar;
  #selected: ReadonlySet<string> = new Set();
  #rows: readonly LaneRow[] = [];
  #of: unknown[] = [];

  constructor(
    readonly host: TrackLanesHost,
    buttons: ActionButtons<CanvasAction>,
    signal: AbortSignal,
  ) {
    const { opened } = host;
    this.bar = new TrackBar(buttons);
    this.panel = new LanePanel(
      opened.index,
      {
        chooseRow: (id, more) => {
          if (host.tagging.chooseRow(id)) return;
          const all = new Set(more ? this.#selected : []);
          if (!more || !all.delete(id)) all.add(id);
          host.select(all);
        },
        moveMark: (id, mark, from, to) => {
          if (host.tagging.move(mark, to)) return;
          const track = opened.figures.tracks.get(id);
          if (opened.locked.has(id)) host.take(refuse("The track is locked."));
          else if (track && !mark.startsWith("proposed"))
            host.take(moveKey(track.annotation, from, to, opened.bounds));
        },
        seek: (ordinal) => host.seek(ordinal),
        focus: () => host.focus(),
        get wheelIsOurs() {
          return host.wheelIsOurs;
        },
      },
      signal,
    );
    this.panel.root.prepend(this.bar.root);
  }

  show({ selected, colours }: Scene, figures: readonly Figure[]): void {
    const { opened } = this.host;
    const { propagation, tags, categories } = opened;
    const { chosen, open } = this.host.tagging;
    const under = { chosen: chosen?.id ?? null, open: open?.id ?? null };
    this.#selected = selected;
    const of = [
      opened.figures,
      tags,
      under.chosen,
      under.open,
      [...selected].join(),
      [...propagation.proposals.values()],
    ];
    if (!same(of, this.#of)) {
      this.#of = of;
      const tracks = trackRows({
        figures: opened.figures,
        categories: opened.categories,
        selected,
        proposals: propagation.proposals,
        ordinalOf: (pts) => opened.index.ordinalAt(pts),
      });
      this.#rows = [...tagRows(tags, categories, under), ...tracks];
    }
    this.bar.show(figures, propagation);
    this.panel.show(this.#rows, opened.playback.frame, colours);
  }
}

const same = (a: unknown[], b: unknown[]): boolean =>
  a.length === b.length &&
  a.every((one, n) => {
    const other = b[n];
    return Array.isArray(one) && Array.isArray(other) ? same(one, other) : one === other;
  });
