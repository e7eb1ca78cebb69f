import { describe, expect, it } from "vitest";
import { release } from "../testing/releases";
import { Timing } from "../testing/timing";
import {
  acceptProposal,
  layersOf,
  neighbourProposal,
  openProposals,
  proposalOn,
  proposalsOf,
  rejectKey,
} from "./candidates";
import { addCut, moveCut } from "./cuts";

const index = release({ count: 100 });
const at = (pts: number, score = 1, layer = "a") => ({ pts, score, layer });

describe("what is shown of the candidates", () => {
  it("they stand in order of time, the best of those on one frame", () => {
    const proposals = proposalsOf([at(60, 0.4), at(20, 0.9), at(60, 0.8, "b")], index);
    expect(proposals).toMatchObject([
      { ordinal: 20, score: 0.9, layer: "a", kind: "cut", transition: null },
      { ordinal: 60, score: 0.8, layer: "b" },
    ]);
  });

  it("each layer has its threshold, until the person moves its slider", () => {
    const candidates = [at(10, 0.3), at(20, 0.6), at(30, 0.3, "b")];
    const layers = layersOf(candidates, [{ name: "a", colour: "#000000", threshold: 0.5 }]);
    expect(layers.map(({ name, threshold }) => [name, threshold])).toEqual([
      ["a", 0.5],
      ["b", 0],
    ]);
    const shown = (sieve = {}) =>
      proposalsOf(candidates, index, layers, sieve).map(({ ordinal }) => ordinal);
    expect(shown()).toEqual([20, 30]);
    expect(shown({ thresholds: new Map([["a", 0.2]]) })).toEqual([10, 20, 30]);
    expect(shown({ hidden: new Set(["b"]) })).toEqual([20]);
  });

  it("a rejected one is gone from its layer, and lets the next best of the frame through", () => {
    const candidates = [at(60, 0.9), at(60, 0.4, "b")];
    const rejected = new Set([rejectKey(at(60))]);
    const left = proposalsOf(candidates, index, [], { rejected });
    expect(left).toMatchObject([{ ordinal: 60, layer: "b" }]);
  });

  it("a gradual one shows its mixed frames; one without a sound span is shown without", () => {
    const [one, other] = proposalsOf(
      [
        { ...at(40), kind: "dissolve", from_pts: 28, until_pts: 40 },
        { ...at(60), kind: "wipe", from_pts: 60, until_pts: 60 },
      ],
      index,
    );
    expect(one?.transition).toEqual({ kind: "dissolve", from: 28, until: 40 });
    expect(other).toMatchObject({ kind: "wipe", transition: null });
  });
});

describe("going along them", () => {
  const proposals = proposalsOf([at(20), at(60)], index);

  it("ends at both ends", () => {
    expect(neighbourProposal(proposals, 0, 1)?.ordinal).toBe(20);
    expect(neighbourProposal(proposals, 20, 1)?.ordinal).toBe(60);
    expect(neighbourProposal(proposals, 60, 1)).toBeNull();
    expect(neighbourProposal(proposals, 60, -1)?.ordinal).toBe(20);
    expect(neighbourProposal(proposals, 20, -1)).toBeNull();
    expect(proposalOn(proposals, 60)?.ordinal).toBe(60);
    expect(proposalOn(proposals, 61)).toBeNull();
  });
});

describe("accepting", () => {
  const dissolve = (from_pts: number, pts: number) => ({
    ...at(pts),
    kind: "dissolve" as const,
    from_pts,
    until_pts: pts,
  });

  it("makes the cut that was proposed, hard or gradual, and asks for it no more", () => {
    const timing = new Timing(index);
    const proposals = proposalsOf([at(20), dissolve(48, 60)], index);
    for (const one of proposals) timing.take(acceptProposal(timing.shots, index, one));
    expect(timing.cuts).toEqual([20, 60]);
    expect(timing.spans).toEqual({ 60: ["dissolve", 48, 60] });
    expect(openProposals(proposals, timing.shots)).toEqual([]);
  });

  it("remember what proposed them, and how surely; what a person cuts is theirs", () => {
    const timing = new Timing(index);
    const sources = () =>
      [...timing.live.annotations.values()].map(({ start_pts, source, score }) => [
        start_pts,
        source,
        score,
      ]);
    for (const one of proposalsOf([at(20, 0.75, "shots")], index))
      timing.take(acceptProposal(timing.shots, index, one));
    expect(sources()).toEqual([[index.ptsOf(20), "shots", 0.75]]);
    timing.take(moveCut(timing.shots, index, 20, 21));
    expect(sources()).toEqual([[index.ptsOf(21), "shots", 0.75]]);
    timing.take(addCut(timing.shots, index, 50));
    expect(sources()[1]).toEqual([index.ptsOf(50), undefined, undefined]);
  });

  it("shortens a span that would reach into the one before", () => {
    const timing = new Timing(index);
    for (const one of proposalsOf([dissolve(38, 50), dissolve(46, 58)], index))
      timing.take(acceptProposal(timing.shots, index, one));
    expect(timing.spans).toEqual({ 50: ["dissolve", 38, 50], 58: ["dissolve", 50, 58] });
  });
});
