import type { Category } from "../../core/wire";
import type { Context } from "./context";

/** Tags of frames, spans and shots; attributes. */
export function tagDeeds(context: Context) {
  const { host, opened } = context;
  const { tagging, settings } = host;
  const can = opened.hello.tools.includes("tag");
  const tags = (run: () => void) => () => {
    if (can) run();
    else context.refuse("This canvas sets no tags.");
  };
  const nth = (n: number) =>
    tags(() => {
      const category = categoryOf(opened.hello.categories, n);
      if (category) tagging.toggle(category);
      else context.refuse(`There is no category ${n}.`);
    });
  return {
    "canvas.tag": () => {
      host.use("tag");
      if (can) void opened.askShots();
    },
    "canvas.tagSpan": tags(() => tagging.toggleSpan()),
    "canvas.tagShot": tags(() => void tagging.toggleShot()),
    "canvas.sticky": tags(() => tagging.toggleSticky()),
    "canvas.attributes": () => {
      if (!host.focusAttributes())
        context.refuse("Nothing is selected that has attributes in its category.");
    },
    "canvas.tag1": nth(1),
    "canvas.tag2": nth(2),
    "canvas.tag3": nth(3),
    "canvas.tag4": nth(4),
    "canvas.tag5": nth(5),
    "canvas.tag6": nth(6),
    "canvas.tag7": nth(7),
    "canvas.tag8": nth(8),
    "canvas.tag9": nth(9),
    "canvas.skip": () => {
      if (!host.tool.skip?.()) context.refuse("No key points are being placed.");
    },
    "canvas.joinPoints": () => {
      settings.set({ joinPoints: !settings.values.joinPoints });
      const { joinPoints } = settings.values;
      context.say(joinPoints ? "Points of a category on a frame are one" : "Each point is its own");
    },
  };
}

/** The category that a digit stands for: the one whose key it is, else the one at that place. */
function categoryOf(categories: readonly Category[], n: number): Category | undefined {
  return categories.find(({ hotkey }) => hotkey === `${n}`) ?? categories[n - 1];
}
