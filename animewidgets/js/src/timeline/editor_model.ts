import type { Channel } from "../core/channel";
import type { Live } from "../core/edits";
import { byIdentity } from "../core/schema_moves";
import { Session } from "../core/session";
import { Memory } from "../core/task_memory";
import type { Category, Hello, SubtitleInfo, SubtitleLinesReply } from "../core/wire";
import { GuideDesk } from "../guide/guide_desk";
import type { OpenTask } from "../ui/task_model";
import type { Extent } from "../ui/time_view";
import { Filmstrip } from "../video/filmstrip";
import { FrameIndex } from "../video/frame_index";
import { Playback } from "../video/playback";
import { AudioLanes } from "./audio_lanes";
import { CandidateLayers } from "./candidate_layers";
import type { Proposal } from "./candidates";
import type { SubtitleFile } from "./lines";
import { Marks } from "./marks";
import { laneName } from "./segments";
import { ShotFinder } from "./shot_finder";
import { SoundStrips } from "./sound_strips";

const LINES_TIMEOUT = 30_000;
/** How long the kernel may take to read a whole film. */
const LONG = 600_000;

/** What the views of one widget share once the kernel has answered. */
export class Opened implements OpenTask {
  readonly extent: Extent;
  readonly index: FrameIndex;
  readonly filmstrip: Filmstrip;
  readonly playback: Playback;
  readonly session: Session;
  categories: ReadonlyMap<string, Category>;
  readonly guide: GuideDesk | null;
  readonly memory: Memory;
  readonly candidates: CandidateLayers;
  readonly audioLanes: AudioLanes;
  readonly strips: SoundStrips | null;
  readonly finder: ShotFinder;
  #marks: Marks | undefined;
  #subtitles: SubtitleFile[] = [];
  #lanes: readonly string[];
  #closed = new AbortController();

  constructor(
    readonly hello: Hello,
    buffers: DataView[],
    channel: Channel,
  ) {
    this.index = FrameIndex.fromBuffers(hello.release, buffers);
    const start = this.index.ptsOf(0);
    const end = hello.release.end_pts;
    this.extent = { start, end, frameTicks: Math.max(1, (end - start) / this.index.count) };
    this.filmstrip = new Filmstrip(this.index, channel);
    this.playback = new Playback({
      index: this.index,
      channel,
      filmstrip: this.filmstrip,
      choice: hello.decoder,
      canDemux: hello.browser_can_demux,
      audio: hello.audio,
    });
    this.session = new Session(hello, channel);
    this.categories = byIdentity(hello.categories);
    this.session.onSchema(({ categories }) => {
      this.categories = byIdentity(categories);
    });
    this.guide = hello.guide ? new GuideDesk(hello.guide, this.session, this.index) : null;
    this.memory = new Memory(hello.task.task_id);
    // Lanes that the template begins with stand first, also where a person has added others.
    this.#lanes = [...new Set([...(hello.guide?.lanes ?? []), ...this.memory.values.lanes])];
    this.audioLanes = new AudioLanes(hello.audio_lanes ?? [], this.memory, () =>
      this.session.refresh(),
    );
    this.candidates = new CandidateLayers(this.index, this.session, this.memory);
    this.strips = hello.audio.length ? new SoundStrips(this.index, channel, this.playback) : null;
    this.finder = new ShotFinder(channel, () => this.session.refresh());
    void this.#readSubtitles(hello.subtitles, channel);
  }

  /** What is marked; made anew whenever it changed. */
  get marks(): Marks {
    const { live } = this.session;
    if (
      this.#marks?.live !== live ||
      this.#marks.subtitles !== this.#subtitles ||
      this.#marks.knownLanes !== this.#lanes ||
      this.#marks.knownAudioLanes !== this.audioLanes.names
    )
      this.#marks = this.marksOf(live);
    return this.#marks;
  }

  /** The marks of another live state: how it would be. */
  marksOf(live: Live): Marks {
    return new Marks(live, this.index, this.#subtitles, this.#lanes, this.audioLanes.names);
  }

  get hasLines(): boolean {
    return this.#subtitles.length > 0 || this.marks.lines.length > 0;
  }

  /** Whether the task takes audio events. */
  get takesEvents(): boolean {
    return Array.isArray(this.hello.audio_lanes) || this.marks.events.length > 0;
  }

  /** The candidates that pass and are not cuts yet. */
  get proposals(): readonly Proposal[] {
    return this.candidates.open(this.marks.shots);
  }

  reject(proposal: Proposal): void {
    this.candidates.reject(proposal);
    this.session.refresh();
  }

  /** Add a lane, empty for now; the reason where its name is none. */
  addLane(text: string): string | null {
    const named = laneName(text);
    if ("refused" in named) return named.refused;
    const { name } = named;
    if (this.marks.lanes.some((lane) => lane.name === name))
      return `There is a lane ${name} already.`;
    this.#keepLanes([...this.marks.lanes.map((lane) => lane.name), name]);
    return null;
  }

  /** Follow a lane's new name, or forget it (`null`); its segments are the session's. */
  renameLane(from: string, to: string | null): void {
    const names = this.marks.lanes.map(({ name }) => name);
    this.#keepLanes(names.flatMap((name) => (name !== from ? [name] : to === null ? [] : [to])));
  }

  close(): void {
    this.#closed.abort();
    this.finder.close();
    this.strips?.close();
    this.session.close();
    this.playback.close();
    this.filmstrip.close();
  }

  #keepLanes(lanes: readonly string[]): void {
    this.#lanes = lanes;
    this.memory.set({ lanes });
    this.session.refresh();
  }

  /** The text tracks of the media itself; looked for where no file was given, for it takes reading it whole. */
  async #subtitlesWithin(channel: Channel): Promise<readonly SubtitleInfo[]> {
    try {
      const { result } = await channel.request<{ subtitles: SubtitleInfo[] }>(
        "subtitles.within",
        {},
        { timeout: LONG, signal: this.#closed.signal },
      );
      // One set of lines is timed: the first.
      return result.subtitles.slice(0, 1);
    } catch {
      return [];
    }
  }

  /** The lines come after the editor stands: a long file must not hold it up. */
  async #readSubtitles(infos: readonly SubtitleInfo[], channel: Channel): Promise<void> {
    const known = infos.length ? infos : await this.#subtitlesWithin(channel);
    for (const { source } of known) {
      try {
        const { result } = await channel.request<SubtitleLinesReply>(
          "subtitles.lines",
          { source },
          { timeout: LINES_TIMEOUT, signal: this.#closed.signal },
        );
        this.#subtitles = [...this.#subtitles, { source, lines: result.lines }];
        this.session.refresh();
      } catch {
        if (this.#closed.signal.aborted) return;
        // Edited lines are shown all the same, without their words.
      }
    }
  }
}
