import { liesIn, type Step } from "../form";
import type { Problem } from "../protocol";
import { about } from "./about";
import { categories } from "./categories";
import { guidelines } from "./guidelines";
import { hotkeys } from "./hotkeys";
import { kindsStep } from "./kinds";
import { overlap } from "./overlap";
import { prelabels } from "./prelabels";
import { rules } from "./rules";
import { share } from "./share";
import { unit } from "./unit";

/** The steps of the form, in the order in which a template is usually made. */
export const STEPS: readonly Step[] = [
  about,
  kindsStep,
  categories,
  unit,
  guidelines,
  hotkeys,
  prelabels,
  overlap,
  rules,
  share,
];

/** The step in which something is mended; what belongs to none is mended in the JSON itself. */
export function stepOf({ at }: Problem): Step {
  return STEPS.find((step) => step.fields.some((one) => liesIn(at, one))) ?? share;
}
