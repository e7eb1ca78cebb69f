/** What can be done with versions and proposals, as tables of actions have it. */
export const COMMUNITY_GROUPS = ["Versions", "Proposals"] as const;

export const COMMUNITY_ACTIONS = {
  "versions.older": ["Compare with the version before", "Versions", "Alt+Shift+Down"],
  "versions.newer": ["Compare with the version after", "Versions", "Alt+Shift+Up"],
  "versions.mode": ["Columns with curves, or a list", "Versions", "Alt+V"],
  "community.all": ["Show also what is the same, or decided", "Versions", "Alt+H"],
  "versions.migrate": ["Migrate the project’s annotations", "Versions", "Alt+Shift+M"],
  "versions.waiting": ["Choose categories for what has none", "Versions", "Alt+R"],
  "versions.maintainer": ["Let somebody else maintain it, too", "Versions", "Alt+Shift+A"],

  "proposals.propose": ["Propose a change", "Proposals", "Alt+Insert", "Alt+B"],
  "proposals.draft": ["Propose the whole draft", "Proposals", "Alt+Shift+Insert", "Alt+Shift+B"],
  "proposals.for": ["Vote for it, or take the vote back", "Proposals", "Alt+Y"],
  "proposals.against": ["Vote against it, or take the vote back", "Proposals", "Alt+N"],
  "proposals.remark": ["Say something of it", "Proposals", "Alt+W"],
  "proposals.accept": ["Accept: publish the next version", "Proposals", "Alt+Shift+Y"],
  "proposals.reject": ["Reject, with a reason", "Proposals", "Alt+Shift+N"],
  "proposals.withdraw": ["Withdraw one’s own proposal", "Proposals", "Alt+Shift+W"],
} as const satisfies Record<string, readonly [string, string, ...string[]]>;

export type CommunityAction = keyof typeof COMMUNITY_ACTIONS;

export function labelOf(action: CommunityAction): string {
  return COMMUNITY_ACTIONS[action][0];
}
