// Writes goldens/talib.json.gz: what TA-Lib's C code gives for the synthetic bars.
// Run here: `npm ci && npm run generate`.
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { loadTalib } from "./load-talib.ts";
import { syntheticBars } from "./synthetic-bars.ts";
import { TALIB_BARS, TALIB_CASES, type TalibCase, talibKey } from "./talib-cases.ts";

const talib = loadTalib();
const bars = syntheticBars(TALIB_BARS);
const column = (field: keyof typeof bars) => Array.from(bars[field]);

function execute({ function: name, options, real = ["close"] }: TalibCase) {
  const [first, second] = real;
  const { begIndex, result, error } = talib.execute({
    name,
    startIdx: 0,
    endIdx: TALIB_BARS - 1,
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume"),
    inReal: column(first),
    inReal0: column(first),
    inReal1: column(second ?? first),
    ...options,
  });
  if (error) throw new Error(`${name}: ${error}`);
  return { begin: begIndex, outputs: result };
}

const goldens = Object.fromEntries(TALIB_CASES.map((talibCase) => [talibKey(talibCase), execute(talibCase)]));
const file = new URL("./goldens/talib.json.gz", import.meta.url);
writeFileSync(file, gzipSync(JSON.stringify(goldens), { level: 9 }));
