import { beforeAll, describe, expect, it } from "vitest";
import type { SignalShape } from "../support/known-signals.ts";
import { gainOf, type SignalGain } from "./known-signal-gain.ts";

/** Share of the gain that can be had: at least so much is found, at most so much is missed. */
const FOUND = 0.4;
const MISSED = 0.03;

const SHAPES: readonly SignalShape[] = ["additive", "interaction", "order", "null"];

/** A family, its parameters, and the signals that it must find; all others it must miss. */
export type Expectation = readonly [family: string, params: object, found: readonly SignalShape[]];

/** Has families learn each of the signals, whose truth is known. */
export function knownSignalSuite(expected: readonly Expectation[]): void {
  describe.each(expected)("%s", (family, params, found) => {
    const gains = new Map<SignalShape, SignalGain>();
    beforeAll(() => {
      for (const shape of SHAPES) gains.set(shape, gainOf(family, params, shape));
    });

    it.each(SHAPES.filter((shape) => found.includes(shape)))("finds the %s signal", (shape) => {
      const { learned, achievable } = gains.get(shape)!;
      expect(achievable).toBeGreaterThan(0.1);
      expect(learned / achievable).toBeGreaterThan(FOUND);
      // More than everything would be a leak.
      expect(learned).toBeLessThan(achievable);
    });

    it.each(SHAPES.filter((shape) => !found.includes(shape) && shape !== "null"))(
      "misses the %s signal",
      (shape) => {
        const { learned, achievable } = gains.get(shape)!;
        expect(achievable).toBeGreaterThan(0.1);
        expect(learned / achievable).toBeLessThan(MISSED);
      },
    );

    it("finds nothing where nothing is, and makes little of it", () => {
      const { learned, achievable } = gains.get("null")!;
      expect(achievable).toBeLessThan(1e-9);
      expect(learned).toBeLessThan(1e-3);
      expect(learned).toBeGreaterThan(-0.01);
    });
  });
}
