import type { MenuItem } from "../../ui/menu";
import type { Figure } from "../figures";
import { hitFigure, hitHandles, type Reach } from "../hit";
import type { PromptTool } from "../tools/prompt";
import type { Touch } from "../tools/tool";
import type { AssistDesk } from "./desk";
import type { AssistShown } from "./draw_assist";
import { proposalAt } from "./proposals";

/** What choosing a proposal by the pointer needs of a view. */
export interface ChoosingHost {
  readonly opened: { readonly assist: AssistDesk };
  readonly frame: number;
  readonly figures: readonly Figure[];
  readonly selected: readonly Figure[];
  readonly reach: Reach;
  say(text: string): void;
}

/** What a view shows of the assistants. */
export function assistShown(desk: AssistDesk, frame: number, tool: PromptTool): AssistShown {
  const proposals = desk.on(frame);
  return {
    proposals,
    chosen: desk.chosenOn(frame),
    prompts: desk.promptsOn(frame),
    pending: tool.pending,
  };
}

/** Choose the proposal under the pointer, where no handle and no smaller shape is there; whether one was. */
export function chooseProposal(host: ChoosingHost, { at }: Touch): boolean {
  const { assist } = host.opened;
  const one = proposalAt(assist.on(host.frame), at, host.reach);
  if (!one || hitHandles(host.selected, at, host.reach)) return false;
  const figure = hitFigure(host.figures, at, host.reach);
  if (figure && figure.area <= one.area) return false;
  assist.choose(one.id);
  host.say(`Proposal of ${one.told.source}: accept or reject it`);
  return true;
}

/** The assistants to choose among, and whether each mark asks again. */
export function assistantItems(desk: AssistDesk): (MenuItem | null)[] {
  const choices = desk.assistants.map(({ name }) => ({
    label: name,
    checked: name === desk.current,
    run: () => desk.use(name),
  }));
  const live: MenuItem = {
    label: "Live: ask again after every mark",
    checked: desk.live,
    run: () => {
      desk.live = !desk.live;
      desk.session.refresh();
    },
  };
  return choices.length
    ? [...choices, null, live]
    : [{ label: "No assistant is there", disabled: true, run: () => {} }];
}

/** Where a menu opens that no pointer asked for. */
export function middleOf(element: HTMLElement): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 3, y: top + height / 3 };
}
