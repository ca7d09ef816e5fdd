import { log } from "../../math/elementary.ts";

/**
 * Volatility of one bar's log return as known at each bar's close: the root mean square of the last `window` returns
 * (their mean is noise beside their size, so zero stands for it). NaN until `window` returns are there, and where a
 * price in the window is not positive.
 *
 * Each window is summed afresh: the value is the same to the last bit wherever the history begins, so serving from
 * a few hundred bars draws the barriers that training drew.
 */
export function trailingVolatility(close: Float64Array, window: number): Float64Array {
  const squares = new Float64Array(close.length).fill(Number.NaN);
  for (let i = 1; i < close.length; i++) {
    const logReturn = log(close[i]! / close[i - 1]!);
    squares[i] = logReturn * logReturn;
  }
  const volatility = new Float64Array(close.length).fill(Number.NaN);
  for (let i = window; i < close.length; i++) {
    let sum = 0;
    for (let j = i - window + 1; j <= i; j++) sum += squares[j]!;
    volatility[i] = Math.sqrt(sum / window);
  }
  return volatility;
}
