import { done, refuse } from "../../core/outcome";
import type { Category, Edit } from "../../core/wire";
import { undoOrRedo } from "../../ui/undo";
import { categorise, copied, counted, paste, removeFigures, reshape } from "../editing";
import type { Figure } from "../figures";
import type { Points, Shape, Vertex } from "../geometry";
import { boundedMove, flagged, markedIn, moved, spotsOf, withSpotAt } from "../shapes";
import { frameOf } from "../tracks/changed_at";
import { keysOn, toggleOccluded } from "../tracks/track_edits";
import { roomOf } from "../turned";
import { type Context, TOOL } from "./context";

/** Choosing tools and categories. */
export function drawingDeeds(context: Context) {
  const { host } = context;
  return {
    "canvas.select": () => host.use("select"),
    "canvas.box": () => host.use("box"),
    "canvas.polygon": () => host.use("polygon"),
    "canvas.point": () => host.use("point"),
    "canvas.again": () => host.use("again"),
    "canvas.finish": () => {
      if (!host.finish()) context.refuse("No polygon and no key points are being drawn.");
    },
    clearCategory: () => categoriseSelected(context, null),
  };
}

/** Selecting, deleting, copying, moving, hiding; undo. */
export function shapeDeeds(context: Context) {
  const { opened, host } = context;
  const { session, index, playback } = opened;
  const place = {
    session,
    index,
    announcer: context.announcer,
    seek: (to: number) => host.seek(to),
    where: (edits: readonly Edit[]) => frameOf(edits, index),
  };
  const turn = (by: -1 | 1) => {
    const { figures, selected } = host;
    if (!figures.length) return context.refuse("No shape on this frame.");
    const at = figures.findIndex(({ id }) => id === selected[0]?.id);
    const next = figures.at(at < 0 ? (by === 1 ? 0 : -1) : (at + by) % figures.length) as Figure;
    host.select([next.id]);
    context.say(`${next.kind} ${figures.indexOf(next) + 1} of ${figures.length}`);
  };
  const put = (ordinal: number, copies = opened.copies) => {
    const outcome = paste(copies, context.place(ordinal));
    if (context.take(outcome)) host.select(outcome.ids);
  };
  return {
    "canvas.previousFigure": () => turn(-1),
    "canvas.nextFigure": () => turn(1),
    "canvas.selectAll": () => host.select(host.figures.map(({ id }) => id)),
    "canvas.delete": () => {
      if (!host.deleteWithin() && !(host.selected.length === 0 && host.tagging.removeChosen()))
        context.withSelected((figures) => context.take(removeFigures(figures, opened.bounds)));
    },
    "canvas.copy": () => {
      if (!host.selected.length) return context.refuseEmpty();
      opened.copies = host.selected.map(copied);
      session.refresh();
      context.say(`Copied ${counted(host.selected)}`);
    },
    "canvas.paste": () => {
      if (opened.copies.length) put(playback.frame);
      else context.refuse("Nothing was copied yet.");
    },
    "canvas.toNext": () => {
      if (!host.selected.length) return context.refuseEmpty();
      const next = playback.frames.step(playback.frame, 1);
      if (next <= playback.frame) {
        context.refuse("This is the last frame.");
        return;
      }
      const copies = host.selected.filter(({ track }) => !track).map(copied);
      const tracks = context.changeable.filter(({ track }) => track);
      host.seek(next);
      if (!tracks.length) return put(next, copies);
      const pasted = paste(copies, context.place(next));
      const edits = keysOn(tracks, next, opened.bounds);
      if ("refused" in pasted) return void context.take(pasted);
      const outcome = done([...pasted.edits, ...edits], `The same on frame ${next}`);
      if (context.take(outcome)) host.select([...pasted.ids, ...tracks.map(({ id }) => id)]);
    },
    "canvas.left": () => nudge(context, [-1, 0]),
    "canvas.right": () => nudge(context, [1, 0]),
    "canvas.up": () => nudge(context, [0, -1]),
    "canvas.down": () => nudge(context, [0, 1]),
    "canvas.negative": () => flag(context, "negative", ["negative", "positive"]),
    "canvas.occluded": () => flag(context, "occluded", ["occluded", "visible"]),
    "canvas.hide": () => hide(context),
    "canvas.lock": () => lock(context),
    undo: () => undoOrRedo(place, "undo", TOOL),
    redo: () => undoOrRedo(place, "redo", TOOL),
  };
}

/** For what is selected, and for what is drawn from now on. */
export function categoriseSelected(context: Context, category: Category | null): void {
  context.host.setCategory(category);
  const figures = context.changeable;
  if (figures.length) context.take(categorise(figures, category, context.opened.bounds));
  else context.say(`The next shapes: ${category?.name ?? "no category"}`);
}

/** Move what is selected, or its active vertex, by pixels of the picture. */
export function nudge(context: Context, by: Vertex): void {
  const figures = context.changeable;
  const { spot } = context.host;
  const { bounds } = context.opened;
  const active = spot && figures.find(({ id }) => id === spot.id);
  if (active && spot) {
    const at = spotsOf(active.kind, active.shape).find(
      ({ spot: one }) =>
        one.part === spot.spot.part && one.ring === spot.spot.ring && one.n === spot.spot.n,
    )?.at;
    if (at) {
      const x = Math.min(bounds.width, Math.max(0, at[0] + by[0]));
      const y = Math.min(bounds.height, Math.max(0, at[1] + by[1]));
      const shape = withSpotAt(active.kind, active.shape, spot.spot, [x, y]);
      context.take(reshape([active], new Map([[active.id, shape]]), bounds, "Moved the vertex"));
      return;
    }
  }
  if (!figures.length) return void context.refuseEmpty();
  const step = boundedMove(figures.map(roomOf), by, bounds);
  const shapes = new Map<string, Shape>(
    figures.map((one) => [one.id, moved(one.kind, one.shape, step)]),
  );
  context.take(reshape(figures, shapes, bounds, `Moved ${counted(figures)}`));
}

function flag(
  context: Context,
  name: "negative" | "occluded",
  [on, off]: readonly [string, string],
): void {
  const { spot } = context.host;
  if (name === "occluded" && context.host.tool.occlude?.()) return;
  const { bounds } = context.opened;
  const tracks = context.changeable.filter(({ track, id }) => track && spot?.id !== id);
  if (name === "occluded" && tracks.length) {
    context.take(toggleOccluded(tracks, bounds));
    return;
  }
  const figures = context.changeable.filter(({ kind }) => kind === "point");
  if (!figures.length) {
    context.take(
      refuse(name === "occluded" ? "Select points or tracks first." : "Select points first."),
    );
    return;
  }
  const spotOf = (id: string) => (spot?.id === id ? spot.spot : null);
  const meant = figures.flatMap(({ id, shape }) => {
    const one = spotOf(id);
    const points = shape as Points;
    return one ? [points.points[one.n]] : markedIn(points);
  });
  const set = !meant.every((one) => one?.[name]);
  const shapes = new Map<string, Shape>(
    figures.map(({ id, shape }) => [id, flagged(shape as Points, name, set, spotOf(id))]),
  );
  context.take(reshape(figures, shapes, bounds, `The point is ${set ? on : off}`));
}

function hide(context: Context): void {
  const { selected } = context.host;
  const { hidden, session } = context.opened;
  if (!selected.length && !hidden.size) {
    context.refuseEmpty();
    return;
  }
  if (selected.length) {
    for (const { id } of selected) hidden.add(id);
    context.say(`Hidden: ${counted(selected)}; again shows all`);
    context.host.select([]);
  } else {
    hidden.clear();
    context.say("All shapes are shown");
  }
  session.refresh();
}

function lock(context: Context): void {
  const { selected } = context.host;
  const { locked, session } = context.opened;
  if (!selected.length) {
    context.refuseEmpty();
    return;
  }
  const all = selected.every(({ id }) => locked.has(id));
  for (const { id } of selected) {
    if (all) locked.delete(id);
    else locked.add(id);
  }
  context.say(`${all ? "Unlocked" : "Locked"}: ${counted(selected)}`);
  session.refresh();
}
