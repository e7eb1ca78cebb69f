import { expect, it } from "vitest";
import { release } from "../testing/releases";
import { neighbourProposal, proposalsOf } from "./candidates";

const index = release({ count: 100 });

it("candidates are shown in order of time, the best of those on one frame", () => {
  const proposals = proposalsOf(
    [
      { pts: 60, score: 0.4, layer: "a" },
      { pts: 20, score: 0.9, layer: "a" },
      { pts: 60, score: 0.8, layer: "b" },
    ],
    index,
  );
  expect(proposals).toEqual([
    { ordinal: 20, score: 0.9, layer: "a" },
    { ordinal: 60, score: 0.8, layer: "b" },
  ]);
});

it("going along them ends at both ends", () => {
  const proposals = proposalsOf(
    [20, 60].map((pts) => ({ pts, score: 1, layer: "a" })),
    index,
  );
  expect(neighbourProposal(proposals, 0, 1)?.ordinal).toBe(20);
  expect(neighbourProposal(proposals, 20, 1)?.ordinal).toBe(60);
  expect(neighbourProposal(proposals, 60, 1)).toBeNull();
  expect(neighbourProposal(proposals, 60, -1)?.ordinal).toBe(20);
  expect(neighbourProposal(proposals, 20, -1)).toBeNull();
});
