import { expect, test } from "vitest";
import { readGolden } from "../../tests/oracles/read-golden.ts";
import { syntheticBars } from "../../tests/oracles/synthetic-bars.ts";
import { TALIB_BARS, TALIB_CASES, talibKey } from "../../tests/oracles/talib-cases.ts";
import { worstError } from "../../tests/oracles/worst-error.ts";
import { findIndicator } from "./catalogue.ts";
import { computeConfirmed } from "./compute.ts";

type Golden = Record<string, { begin: number; outputs: Record<string, number[]> }>;

const bars = syntheticBars(TALIB_BARS);
const goldens = readGolden<Golden>("talib");

test.each(TALIB_CASES.map((talibCase) => [talibKey(talibCase), talibCase] as const))(
  "%s",
  (key, talibCase) => {
    const { begin, outputs } = goldens[key]!;
    const values = computeConfirmed(findIndicator(talibCase.indicator)!, bars, talibCase.params);
    for (const [ours, theirs] of Object.entries(talibCase.outputs)) {
      // Where TA-Lib begins later than it must, ours may have values already.
      const from = talibCase.from ?? begin;
      const expected = new Float64Array(TALIB_BARS).fill(Number.NaN);
      expected.set(outputs[theirs]!, begin);
      const { error, missing } = worstError(values[ours]!, expected, from);
      expect(missing, `${ours} has a value where TA-Lib has none, or none where it has one`).toBe(-1);
      expect(error, ours).toBeLessThan(talibCase.tolerance ?? 1e-9);
    }
  },
);
