import { ratio } from "../../indicators/outputs.ts";
import { axisWidth, timeAxis, valueAxis } from "../axes.ts";
import { type Frame, MARGIN } from "../layout.ts";
import { seriesMark } from "../marks.ts";
import { extentOf, linearScale, niceTicks, widen } from "../scale.ts";
import { element } from "../svg.ts";
import { timeTicks, wallClock } from "../time-axis.ts";
import { drawPicture, type PictureOptions, percent, WIDTH } from "./picture.ts";

interface EquityPicture extends PictureOptions {
  /** Curves by name, the model's first, all over the same times. */
  readonly curves: Readonly<Record<string, readonly { readonly ts: number; readonly equity: number }[]>>;
  readonly costPerTrade: number;
  readonly maxDrawdown: number;
}

const HEIGHT = 400;
const FOOT = 28;

/** Equity over the holdout, 1 at its beginning. */
export function drawEquity(picture: EquityPicture): string {
  const { curves, costPerTrade, maxDrawdown } = picture;
  const entries = Object.entries(curves);
  const columns = entries.map(([, points]) => Float64Array.from(points, ({ equity }) => equity));
  const growth = columns.map((column) => percent((column.at(-1) ?? 1) - 1));
  const times = (entries[0]?.[1] ?? []).map(({ ts }) => wallClock("UTC", true)(ts));
  const extent = widen(extentOf([...columns, Float64Array.of(1)])!, 0.06);
  return drawPicture(
    {
      ...picture,
      subject: "Equity after costs",
      description: `${entries.map(([name], i) => `${name} ${growth[i]}`).join(", ")}; deepest fall ${percent(maxDrawdown)}.`,
      legend: [
        { text: `${percent(costPerTrade, 3)} a trade, deepest fall ${percent(maxDrawdown)}` },
        ...entries.map(([name], colour) => ({ text: `${name} ${growth[colour]}`, colour })),
      ],
      height: HEIGHT,
    },
    (top) => {
      const rough = { left: MARGIN, right: WIDTH, top, bottom: HEIGHT - FOOT };
      const ticks = niceTicks(extent, (rough.bottom - rough.top) / 44);
      const frame: Frame = { ...rough, right: WIDTH - axisWidth(ticks.map(({ label }) => label)) };
      const scale = linearScale(extent, frame.top, frame.bottom);
      const slots = { left: frame.left, width: (frame.right - frame.left) / Math.max(1, times.length) };
      const start = scale.y(1);
      return [
        timeAxis([frame], slots, timeTicks(times, (frame.right - frame.left) / 84, 52 / slots.width)),
        valueAxis(frame, scale, ticks, "equity"),
        element("line", { class: "reference", x1: frame.left, x2: frame.right, y1: start, y2: start }),
        ...columns
          .map((values, colour) => seriesMark({ name: "equity", values, spec: ratio }, colour, slots, scale))
          .toReversed(),
      ];
    },
  );
}
