import { describe, expect, it } from "vitest";
import { release } from "../testing/releases";
import { Units, unitInWords } from "./units";

const index = release({ count: 100 });
const shots = () => new Units("shot", [0, 30, 60], [30, 60, 100], index);

describe("the units of a release", () => {
  it("have frames from their first to their last", () => {
    const units = shots();
    expect([...units.first]).toEqual([0, 30, 60]);
    expect([...units.last]).toEqual([29, 59, 99]);
    expect([0, 29, 30, 99].map((frame) => units.at(frame))).toEqual([0, 0, 1, 2]);
  });

  it("may share frames: the later one counts", () => {
    const units = new Units("span", [0, 40], [60, 100], index);
    expect(units.at(50)).toBe(1);
    expect(units.holds(0, 50)).toBe(true);
  });

  it("may leave frames out", () => {
    const units = new Units("every-nth-frame", [0, 24, 48], [1, 25, 49], index);
    expect(units.at(30)).toBe(1);
    expect(units.holds(1, 30)).toBe(false);
  });

  it("are looked through for what is not done, round at the end", () => {
    const units = shots();
    units.mine.add(0);
    units.others.add(1);
    expect(units.done).toBe(2);
    expect(units.nextUndone(2)).toBe(2);
    expect(units.nextUndone(0)).toBe(2);
    units.mine.add(2);
    units.mine.add(1);
    expect(units.done).toBe(3);
    expect(units.nextUndone(0)).toBeNull();
  });

  it("come as columns of 64-bit ticks", () => {
    const column = (...ticks: bigint[]) => new DataView(BigInt64Array.from(ticks).buffer);
    const reply = { of: "shot" as const, count: 2, mine: [1], others: [], people: {} };
    const units = Units.fromReply(reply, [column(0n, 30n), column(30n, 100n)], index);
    expect([units.count, units.isDone(0), units.isDone(1)]).toEqual([2, false, true]);
  });

  it("are told in words", () => {
    expect(unitInWords({ of: "every-nth-frame", every: 24 })).toBe("every 24th frame");
    expect(unitInWords({ of: "every-nth-frame", every: 2 })).toBe("every 2nd frame");
    expect(unitInWords({ of: "every-nth-frame", every: 11 })).toBe("every 11th frame");
    expect(unitInWords({ of: "span", seconds: 60, overlap: 2 })).toBe(
      "spans of 60 s, which share 2 s",
    );
  });
});
