import { type Bars, emptyBars } from "../../shared/market/bars.ts";
import { Random } from "../../shared/math/random.ts";

export interface RandomWalk {
  readonly rows: number;
  readonly seed: number;
  readonly start?: number;
  readonly stepMs?: number;
  readonly price?: number;
  /** Size of a sub-step as a fraction of the price. */
  readonly volatility?: number;
  /** Chance that a bar opens away from the last close. */
  readonly gapChance?: number;
  readonly hasVolume?: boolean;
}

/** Valid bars of a random walk without any signal: gaps, runs of flat bars, ties of high and open as real data has. */
export function randomWalkBars(walk: RandomWalk): Bars {
  const { rows, seed, start = Date.UTC(2024, 0, 1), stepMs = 3_600_000, price = 100 } = walk;
  const { volatility = 0.002, gapChance = 0.1, hasVolume = true } = walk;
  const random = Random.seeded(seed);
  const bars = emptyBars(rows);
  let last = price;
  for (let row = 0; row < rows; row++) {
    if (random.uniform() < gapChance) last *= 1 + 3 * volatility * random.normal();
    const isFlat = random.uniform() < 0.03;
    let [high, low] = [last, last];
    bars.ts[row] = start + row * stepMs;
    bars.open[row] = last;
    for (let step = 0; step < 4 && !isFlat; step++) {
      last *= 1 + volatility * random.normal();
      high = Math.max(high, last);
      low = Math.min(low, last);
    }
    bars.high[row] = high;
    bars.low[row] = low;
    bars.close[row] = last;
    bars.volume[row] = hasVolume ? Math.round(1000 * (0.5 + random.uniform())) : 0;
  }
  return bars;
}
