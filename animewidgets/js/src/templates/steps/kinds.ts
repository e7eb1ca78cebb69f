import { h } from "../../core/dom";
import type { IconName } from "../../core/icons";
import { safeColour } from "../../ui/colours";
import { put, type TemplateJson } from "../draft";
import {
  button,
  chips,
  choiceCard,
  type FormHost,
  problemSlot,
  rowButtons,
  type Step,
  select,
  textField,
  toggled,
} from "../form";
import { categoriesOf, listAt, type PageName, pageOf, tableAt, textAt, textsAt } from "../read";

interface KindTold {
  readonly kind: string;
  readonly icon: IconName;
  readonly name: string;
  readonly many: string;
  readonly about: string;
}

const IN_PICTURE: readonly KindTold[] = [
  {
    kind: "box",
    icon: "box",
    name: "Boxes",
    many: "boxes",
    about: "A rectangle around a thing, upright or turned.",
  },
  {
    kind: "polygon",
    icon: "polygon",
    name: "Polygons",
    many: "polygons",
    about: "An outline of straight edges, with holes and parts.",
  },
  {
    kind: "mask",
    icon: "brush",
    name: "Masks",
    many: "masks",
    about: "Every pixel of a thing, painted or filled by line art.",
  },
  {
    kind: "point",
    icon: "point",
    name: "Points",
    many: "points",
    about: "Single points, or the key points of a skeleton.",
  },
  {
    kind: "track",
    icon: "track",
    name: "Tracks",
    many: "tracks",
    about: "A shape that goes on from frame to frame, by keys.",
  },
  {
    kind: "tag",
    icon: "tag",
    name: "Tags",
    many: "tags",
    about: "What holds on a frame, over a span, or for a shot.",
  },
];
const ON_TIME: readonly KindTold[] = [
  {
    kind: "cut",
    icon: "cut",
    name: "Cuts",
    many: "cuts",
    about: "The first frame of each new shot; dissolves, fades, wipes.",
  },
  {
    kind: "segment",
    icon: "span",
    name: "Segments",
    many: "segments",
    about: "Spans of a category on lanes, such as opening or eyecatch.",
  },
  {
    kind: "text",
    icon: "list",
    name: "Lines",
    many: "lines",
    about: "Lines of subtitles, retimed to the frame.",
  },
  {
    kind: "audio_event",
    icon: "soundEvent",
    name: "Sounds",
    many: "sounds",
    about: "Who or what is heard, from when until when, on lanes.",
  },
];
const KINDS = [...ON_TIME, ...IN_PICTURE];
const ORDER = KINDS.map((one) => one.kind);
const TOOLS = ["box", "polygon", "mask", "point", "track", "tag"];

const PAGES: readonly (readonly [PageName, string, IconName, string])[] = [
  ["timing", "Cuts and timing", "cut", "A time axis with cuts, shots and lanes under the picture."],
  ["shapes", "Shapes in frames", "box", "The picture in front, with tools to draw on it and tags."],
  ["sounds", "Sounds", "soundEvent", "Waveform and spectrogram, with lanes of sounds."],
];

function pages(host: FormHost): HTMLElement {
  const named = textAt(host.document, "page");
  const by = PAGES.find(([one]) => one === pageOf(put(host.document, ["page"], undefined)));
  const card = (value: string, name: string, icon: IconName, about: string) =>
    choiceCard({
      type: "radio",
      group: "page",
      value,
      icon,
      name,
      about,
      checked: named === value,
      change: () => host.choose(["page"], value || undefined, `Page: ${name}`),
    });
  return h(
    "fieldset",
    { class: "aw-t-set", "data-place": "page" },
    h("legend", {}, "The page that it opens"),
    h(
      "div",
      { class: "aw-t-choices" },
      card("", "As the kinds ask", "snap", `Now: ${by?.[1].toLowerCase() ?? ""}.`),
      ...PAGES.map((one) => card(...one)),
    ),
    h("p", { class: "aw-t-why", role: "alert" }),
  );
}

function kinds(host: FormHost, title: string, told: readonly KindTold[]): HTMLElement {
  const chosen = textsAt(host.document, "kinds");
  return h(
    "fieldset",
    { class: "aw-t-set" },
    h("legend", {}, title),
    h(
      "div",
      { class: "aw-t-choices" },
      ...told.map(({ kind, icon, name, about }) =>
        choiceCard({
          type: "checkbox",
          group: "kinds",
          value: kind,
          icon,
          name,
          about,
          checked: chosen.includes(kind),
          change: (on) =>
            host.change(
              withKind(host.document, kind, on),
              on ? `Add ${name.toLowerCase()}` : `Take ${name.toLowerCase()} away`,
            ),
        }),
      ),
    ),
  );
}

/** The document with a kind more or less; tools that were named follow. */
export function withKind(document: TemplateJson, kind: string, on: boolean): TemplateJson {
  const kinds = textsAt(toggled(document, ["kinds"], kind, on, ORDER), "kinds");
  // The field stays without any kind as well: it is told there that one is missing.
  const other = put(document, ["kinds"], [...kinds]);
  const named = textsAt(document, "tools").length > 0 && TOOLS.includes(kind);
  return named ? toggled(other, ["tools"], kind, on, TOOLS) : other;
}

function tools(host: FormHost): HTMLElement | null {
  const { document } = host;
  if (pageOf(document) !== "shapes" && !listAt(document, "tools").length) return null;
  const able = TOOLS.filter((one) => textsAt(document, "kinds").includes(one));
  const named = textsAt(document, "tools");
  // Without names all tools are there, and shapes begin as shapes, not as tracks.
  const chosen = named.length ? named : able.filter((one) => one !== "track");
  const name = (tool: string) =>
    tool === "track" ? "Begin as tracks" : (KINDS.find((one) => one.kind === tool)?.name ?? tool);
  return h(
    "fieldset",
    { class: "aw-t-set", "data-place": "tools" },
    h("legend", {}, "Tools at hand"),
    h(
      "p",
      { class: "aw-t-hint" },
      "What has no tool is shown, moved and deleted, but not drawn. With tracks, every new shape goes on over frames.",
    ),
    chips(
      "Tools at hand",
      "tools",
      [...new Set([...able, ...named])].map((value) => ({ value, name: name(value) })),
      chosen,
      (next) => {
        const all = able.filter((one) => one !== "track");
        const usual = next.length === all.length && all.every((one) => next.includes(one));
        const ordered = TOOLS.filter((one) => next.includes(one));
        host.choose(["tools"], usual || !ordered.length ? undefined : ordered, "Tools");
      },
    ),
    h("p", { class: "aw-t-why", role: "alert" }),
  );
}

const LANE_KINDS = [
  ["segment", "segments"],
  ["audio_event", "sounds"],
] as const;

function lanes(host: FormHost): HTMLElement | null {
  const { document } = host;
  const rows = listAt(document, "lanes");
  const chosen = textsAt(document, "kinds");
  if (!rows.length && !chosen.includes("segment") && !chosen.includes("audio_event")) return null;
  const categories = categoriesOf(document);
  const add = () => {
    const kind = pageOf(document) === "sounds" ? "audio_event" : "segment";
    host.focusNext(`lanes[${rows.length}].name`);
    host.choose(["lanes"], [...rows, { name: "", kind }], "Add a lane");
  };
  const row = (n: number) => {
    const name = textField(host, ["lanes", n, "name"], "Name of a lane", {
      most: 100,
      optional: false,
      placeholder: "Name",
    });
    name.setAttribute("aria-label", `Name of lane ${n + 1}`);
    const kind = select(host, ["lanes", n, "kind"], "Kind of a lane", LANE_KINDS);
    kind.setAttribute("aria-label", `What stands on lane ${n + 1}`);
    if (!kind.value) kind.value = "segment";
    const only = textsAt(document, "lanes", n, "categories");
    return h(
      "div",
      { class: "aw-t-lane", "data-place": `lanes[${n}]` },
      h(
        "div",
        { class: "aw-t-row" },
        name,
        kind,
        rowButtons(host, ["lanes"], n, textAt(document, "lanes", n, "name") || `lane ${n + 1}`),
      ),
      h(
        "details",
        { class: "aw-t-only" },
        h("summary", {}, only.length ? `Only ${only.length} of the categories` : "Any category"),
        chips(
          "Categories of the lane",
          `lanes[${n}].categories`,
          categories.slice(0, 60).map((one) => ({
            value: one.category_id,
            name: one.name,
            colour: safeColour(one.colour, "#888888"),
          })),
          only,
          (next) =>
            host.choose(
              ["lanes", n, "categories"],
              next.length ? next : undefined,
              "Categories of a lane",
            ),
        ),
      ),
      h("p", { class: "aw-t-why", role: "alert" }),
    );
  };
  return h(
    "fieldset",
    { class: "aw-t-set", "data-place": "lanes" },
    h("legend", {}, "Lanes that the page begins with"),
    ...rows.map((_, n) => row(n)),
    h(
      "div",
      { class: "aw-t-row" },
      button("Add a lane", add, { icon: "zoomIn", focus: "lanes add" }),
    ),
    h("p", { class: "aw-t-why", role: "alert" }),
  );
}

export const kindsStep: Step = {
  id: "kinds",
  title: "What is drawn or marked",
  icon: "box",
  about: "What people make on the page. The preview has exactly these tools.",
  fields: ["kinds", "page", "tools", "lanes"],
  summary(document) {
    const names = textsAt(document, "kinds").map(
      (kind) => KINDS.find((one) => one.kind === kind)?.many ?? kind,
    );
    return names.length ? names.join(", ") : "nothing yet";
  },
  draw: (host) =>
    [
      problemSlot(["kinds"]),
      kinds(host, "In the picture", IN_PICTURE),
      kinds(host, "On the time axis", ON_TIME),
      pages(host),
      tools(host),
      lanes(host),
    ].filter((one) => one !== null),
};

/** The icon and name of a kind, for cards. */
export const kindTold = (kind: string): { icon: IconName; name: string } =>
  KINDS.find((one) => one.kind === kind) ?? { icon: "more", name: kind };

export const hasLanes = (document: TemplateJson): string[] =>
  listAt(document, "lanes").flatMap((_, n) => textAt(document, "lanes", n, "name") || []);

export const groupNames = (document: TemplateJson): string[] =>
  listAt(document, "categories", "groups").flatMap(
    (one) => (tableAt(one).name as string | undefined) ?? [],
  );
