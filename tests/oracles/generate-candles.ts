// Writes goldens/candles.json.gz: the candle patterns that TA-Lib's C code finds in synthetic bars.
// Run here: `npm ci && npm run generate`.
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { CANDLE_SERIES, type CandleGoldens } from "./candle-cases.ts";
import { loadTalib } from "./load-talib.ts";

const talib = loadTalib();
const names = talib.functions.map(({ name }) => name).filter((name) => name.startsWith("CDL"));
/** TA-Lib's defaults. */
const PENETRATION: Readonly<Record<string, number>> = { CDLDARKCLOUDCOVER: 0.5, CDLMATHOLD: 0.5 };

const goldens: CandleGoldens = CANDLE_SERIES.map((bars) => {
  const prices = {
    open: Array.from(bars.open),
    high: Array.from(bars.high),
    low: Array.from(bars.low),
    close: Array.from(bars.close),
  };
  const ofPattern = (name: string) => {
    const optInPenetration = PENETRATION[name] ?? 0.3;
    const { begIndex, result } = talib.execute({
      name,
      startIdx: 0,
      endIdx: bars.close.length - 1,
      ...prices,
      optInPenetration,
    });
    const signals = result.outInteger ?? [];
    const found = signals.flatMap((signal, k) => (signal === 0 ? [] : [[begIndex + k, signal] as const]));
    return [name, { begin: begIndex, found }] as const;
  };
  return Object.fromEntries(names.map(ofPattern));
});
writeFileSync(
  new URL("./goldens/candles.json.gz", import.meta.url),
  gzipSync(JSON.stringify(goldens), { level: 9 }),
);
