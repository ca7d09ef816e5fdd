import { expect, test } from "vitest";
import { Random } from "../../math/random.ts";
import { calibrationNoise } from "./calibration-noise.ts";
import { expectedCalibrationError, reliabilityBins } from "./reliability.ts";

test.each([300, 3_000])(
  "a perfect model's calibration error on %i independent rows is about the noise",
  (rows) => {
    let [error, noise] = [0, 0];
    const runs = 60;
    for (let seed = 0; seed < runs; seed++) {
      const random = Random.seeded(seed);
      const stated = Float64Array.from({ length: rows }, () => random.uniform());
      const cameTrue = stated.map((p) => (random.uniform() < p ? 1 : 0));
      const bins = reliabilityBins(stated, (row) => cameTrue[row] === 1);
      error += expectedCalibrationError(bins) / runs;
      noise += calibrationNoise(bins, rows) / runs;
    }
    expect(noise / error).toBeGreaterThan(0.9);
    expect(noise / error).toBeLessThan(1.1);
  },
);
