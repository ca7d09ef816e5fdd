import type { Indicator } from "../definition.ts";
import type { Candles } from "./candles.ts";
import { defineCandlePattern } from "./define-candle-pattern.ts";
import {
  body,
  equal,
  far,
  hasLongUpperShadow,
  hasNoLowerShadow,
  hasNoUpperShadow,
  hasShortUpperShadow,
  isBlack,
  isLong,
  isShort,
  isWhite,
  near,
  upperShadow,
  within,
} from "./terms.ts";

/** Three white candles that close higher and higher. */
const threeRisingWhite = (c: Candles, i: number) =>
  isWhite(c, i - 2) &&
  isWhite(c, i - 1) &&
  isWhite(c, i) &&
  c.close[i]! > c.close[i - 1]! &&
  c.close[i - 1]! > c.close[i - 2]!;

/** Opens above the open before, at most near its close. */
const opensWithinOrNear = (c: Candles, i: number) =>
  c.open[i]! > c.open[i - 1]! && c.open[i]! <= c.close[i - 1]! + near(c, i - 1);

const isBlackWithoutLowerShadow = (c: Candles, i: number) => isBlack(c, i) && hasNoLowerShadow(c, i);

/** The upper shadow is no longer short. */
const hasGrownShadow = (c: Candles, i: number) => upperShadow(c, i) > c.meanShadows[i]! / 2;

/** A row of white candles that tires: the bodies shrink, or the upper shadows grow. */
function tires(c: Candles, i: number): boolean {
  const [first, second, third] = [body(c, i - 2), body(c, i - 1), body(c, i)];
  return (
    (second < first - far(c, i - 2) && third < second + near(c, i - 1)) ||
    third < second - far(c, i - 1) ||
    (third < second && second < first && (hasGrownShadow(c, i) || hasGrownShadow(c, i - 1))) ||
    (third < second && hasLongUpperShadow(c, i))
  );
}

/** Rows of three candles of one colour. */
export const SOLDIER_AND_CROW_PATTERNS: readonly Indicator[] = [
  defineCandlePattern({
    id: "three_white_soldiers",
    title: "Three advancing white soldiers",
    talib: "CDL3WHITESOLDIERS",
    warmUp: 12,
    detect: (c, i) => {
      const noShadows = hasNoUpperShadow(c, i - 2) && hasNoUpperShadow(c, i - 1) && hasNoUpperShadow(c, i);
      const opens = opensWithinOrNear(c, i - 1) && opensWithinOrNear(c, i);
      const notShrinking =
        body(c, i - 1) > body(c, i - 2) - far(c, i - 2) && body(c, i) > body(c, i - 1) - far(c, i - 1);
      return threeRisingWhite(c, i) && noShadows && opens && notShrinking && isLong(c, i) ? 100 : 0;
    },
  }),
  defineCandlePattern({
    id: "advance_block",
    title: "Advance block",
    talib: "CDLADVANCEBLOCK",
    warmUp: 12,
    detect: (c, i) => {
      const opens = opensWithinOrNear(c, i - 1) && opensWithinOrNear(c, i);
      const strongStart = isLong(c, i - 2) && hasShortUpperShadow(c, i - 2);
      return threeRisingWhite(c, i) && opens && strongStart && tires(c, i) ? -100 : 0;
    },
  }),
  defineCandlePattern({
    id: "stalled_pattern",
    title: "Stalled pattern",
    talib: "CDLSTALLEDPATTERN",
    warmUp: 12,
    detect: (c, i) => {
      const strong =
        isLong(c, i - 2) && isLong(c, i - 1) && hasNoUpperShadow(c, i - 1) && opensWithinOrNear(c, i - 1);
      const rides = c.open[i]! >= c.close[i - 1]! - body(c, i) - near(c, i - 1);
      return threeRisingWhite(c, i) && strong && isShort(c, i) && rides ? -100 : 0;
    },
  }),
  defineCandlePattern({
    id: "three_black_crows",
    title: "Three black crows",
    talib: "CDL3BLACKCROWS",
    warmUp: 13,
    detect: (c, i) => {
      const crows = [i - 2, i - 1, i].every((k) => isBlackWithoutLowerShadow(c, k));
      const opensInside = [i - 1, i].every(
        (k) => c.open[k]! < c.open[k - 1]! && c.open[k]! > c.close[k - 1]!,
      );
      const falls = c.close[i - 2]! > c.close[i - 1]! && c.close[i - 1]! > c.close[i]!;
      return isWhite(c, i - 3) && crows && opensInside && falls && c.high[i - 3]! > c.close[i - 2]!
        ? -100
        : 0;
    },
  }),
  defineCandlePattern({
    id: "identical_three_crows",
    title: "Identical three crows",
    talib: "CDLIDENTICAL3CROWS",
    warmUp: 12,
    detect: (c, i) => {
      const crows = [i - 2, i - 1, i].every((k) => isBlackWithoutLowerShadow(c, k));
      const falls = c.close[i - 2]! > c.close[i - 1]! && c.close[i - 1]! > c.close[i]!;
      const opensAtClose = [i - 1, i].every((k) => within(c.open[k]!, c.close[k - 1]!, equal(c, k - 1)));
      return crows && falls && opensAtClose ? -100 : 0;
    },
  }),
];
