import { create, type Live, remove, update } from "../core/edits";
import { newId } from "../core/id";
import { done, type Outcome, refuse } from "../core/outcome";
import type { Annotation, AnnotationState, ReleaseInfo, SubtitleLine } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";

/** Lane of the subtitle lines' own annotations. */
export const SUBTITLE_LANE = "subtitles";

/** The lines of one subtitle file or embedded track, as `subtitles.lines` tells them. */
export interface SubtitleFile {
  readonly source: string;
  readonly lines: readonly SubtitleLine[];
}

/** A subtitle line at the times that count: the annotation's where somebody edited it, else the file's. */
export interface Line {
  readonly source: string;
  /** Index in the file. */
  readonly line: number;
  readonly startPts: number;
  readonly endPts: number;
  /** What the file says; `null` where the file is not open, or does not have the line. */
  readonly file: SubtitleLine | null;
  /** The annotations that override the file's times; the first of them counts. */
  readonly edits: readonly Annotation[];
}

export const lineKey = (source: string, line: number): string => `${source}:${line}`;

/** All lines, in order of time. An edited line whose file is not open is there too, without its text. */
export function linesOf(live: Live, files: readonly SubtitleFile[]): Line[] {
  const edits = new Map<string, Place & { own: Annotation[] }>();
  for (const annotation of live.annotations.values()) {
    const place = placeOf(annotation);
    if (!place) continue;
    const key = lineKey(place.source, place.line);
    const there = edits.get(key);
    if (there) there.own.push(annotation);
    else edits.set(key, { ...place, own: [annotation] });
  }
  const found: Line[] = [];
  for (const { source, lines } of files)
    for (const file of lines) {
      const key = lineKey(source, file.line);
      const own = edits.get(key)?.own ?? [];
      edits.delete(key);
      found.push(lineAt(source, file.line, file, own));
    }
  for (const { source, line, own } of edits.values()) found.push(lineAt(source, line, null, own));
  return found.sort((a, b) => a.startPts - b.startPts || a.endPts - b.endPts || a.line - b.line);
}

interface Place {
  source: string;
  line: number;
}

function placeOf({ kind, attributes }: Annotation): Place | null {
  if (kind !== "text" || !attributes) return null;
  const { source, line } = attributes;
  return typeof source === "string" && typeof line === "number" ? { source, line } : null;
}

function lineAt(
  source: string,
  line: number,
  file: SubtitleLine | null,
  edits: readonly Annotation[],
): Line {
  const [edit] = edits;
  const startPts = edit?.start_pts ?? file?.start_pts ?? 0;
  return {
    source,
    line,
    startPts,
    endPts: edit?.end_pts ?? file?.end_pts ?? startPts,
    file,
    edits,
  };
}

/** The text of a line as a row of a list or a timeline has room for it. */
export const shownText = ({ file, line }: Line): string =>
  file?.text.replace(/\s*\n\s*/g, " / ").trim() || `line ${line + 1}`;

/** Whether the line stands elsewhere than its file says. */
export const isRetimed = ({ file, startPts, endPts }: Line): boolean =>
  file !== null && (file.start_pts !== startPts || file.end_pts !== endPts);

/** Give a line other times, in ticks, on frames or between them. */
export function setLineTimes(
  line: Line,
  index: FrameIndex,
  startPts: number,
  endPts: number,
): Outcome {
  const said = `Line ${line.line + 1} retimed`;
  if (startPts === line.startPts && endPts === line.endPts) return { edits: [], said };
  const why = whyNot(index, startPts, endPts);
  return why ? refuse(why) : done(retimed(line, startPts, endPts), said);
}

export const setLineStart = (line: Line, index: FrameIndex, pts: number): Outcome =>
  setLineTimes(line, index, pts, line.endPts);

export const setLineEnd = (line: Line, index: FrameIndex, pts: number): Outcome =>
  setLineTimes(line, index, line.startPts, pts);

/** Move a line by ticks; it stays as long as it is. */
export const moveLine = (line: Line, index: FrameIndex, by: number): Outcome =>
  setLineTimes(line, index, line.startPts + by, line.endPts + by);

/** Give a line the times of its file back; a comment on it goes with its edit. */
export function resetLine(line: Line): Outcome {
  if (!line.edits.length) return refuse(`Line ${line.line + 1} stands where its file puts it.`);
  if (!line.file) return done(line.edits.map(remove), `The edit of line ${line.line + 1} deleted`);
  return done(line.edits.map(remove), `Line ${line.line + 1} stands as in its file again`);
}

/** The edits that put a line to times that were found right. */
export function retimed(line: Line, start_pts: number, end_pts: number) {
  const [edit, ...twins] = line.edits;
  if (!edit) return [create(newId(), lineState(line, { start_pts, end_pts }))];
  return [update(edit, { start_pts, end_pts }), ...twins.map(remove)];
}

/** What an annotation of a line says; its times are those of the line unless others are given. */
export function lineState(line: Line, more: Partial<AnnotationState> = {}): AnnotationState {
  return {
    kind: "text",
    start_pts: line.startPts,
    end_pts: line.endPts,
    attributes: { lane: SUBTITLE_LANE, source: line.source, line: line.line },
    ...more,
  };
}

function whyNot(index: FrameIndex, start: number, end: number): string | null {
  const { end_pts }: ReleaseInfo = index.release;
  if (end <= start) return "A line ends after it begins.";
  if (start < index.ptsOf(0)) return "A line cannot begin before the first frame.";
  if (end > end_pts) return "A line cannot end after the release.";
  return null;
}
