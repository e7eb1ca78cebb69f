import type { Requester } from "../core/channel";
import type { CategorySchema } from "../core/wire";
import type { Announcer } from "../ui/announce";
import type { Dialog } from "../ui/dialog";
import type { SchemaChange } from "./changes";
import { Community } from "./community";
import type { CommunityAction } from "./community_actions";
import { Schema } from "./schema";

/** As much of the designer as versions and proposals use. */
export interface CommunityPlace {
  readonly root: HTMLElement;
  readonly hello: {
    readonly project: string;
    readonly schema: CategorySchema;
    readonly newest?: CategorySchema | null;
    readonly releases?: readonly { release_id: string; name: string }[];
  };
  readonly channel: Requester;
  readonly draft: {
    readonly base: Schema;
    readonly schema: Schema;
    readonly changes: readonly SchemaChange[];
  };
  readonly announcer: Pick<Announcer, "say" | "refuse">;
  readonly signal: AbortSignal;
  usage(categoryId: string): { annotations: number; tasks: number };
  dialog(open: (closed: () => void) => Dialog): void;
  reveal(categoryIds: readonly string[]): void;
  reload(said?: string): Promise<void>;
  focus(): void;
  /** The keys of an action, as they are written. */
  keysFor?(action: CommunityAction): readonly string[];
}

const KNOWN = new WeakMap<AbortSignal, Community>();

/** What the panels of one page share: they look at the same answers. */
export function communityOf(place: CommunityPlace): Community {
  const known = KNOWN.get(place.signal);
  if (known) return known;
  const { schema, newest } = place.hello;
  const schemas = [schema, newest].flatMap((one) => (one ? [Schema.fromJson(one)] : []));
  const made = new Community(place.channel, place.signal, schemas);
  KNOWN.set(place.signal, made);
  return made;
}

/** The newest published schema that the page knows. */
export function newestOf({ hello, draft }: CommunityPlace): Schema {
  return hello.newest ? Schema.fromJson(hello.newest) : draft.base;
}
