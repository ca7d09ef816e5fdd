import type { ReliabilityBin } from "../../ml/metrics/reliability.ts";
import { wilsonInterval } from "../../ml/metrics/wilson-interval.ts";
import { valueAxis } from "../axes.ts";
import { type Frame, MARGIN } from "../layout.ts";
import { compactNumber, linearScale, niceTicks, type Scale } from "../scale.ts";
import { element, px } from "../svg.ts";
import {
  drawPicture,
  FOOT,
  footAxis,
  horizontalScale,
  type PictureOptions,
  percent,
  percentTicks,
  WIDTH,
  whisker,
} from "./picture.ts";

interface ReliabilityPicture extends PictureOptions {
  /** Bins by what they speak of: `confidence`, and each class. */
  readonly reliability: Readonly<Record<string, readonly ReliabilityBin[]>>;
  readonly calibrationError: number;
  /** Independent outcomes a row: the effective sample size over the rows. */
  readonly effectiveShare: number;
}

const HEIGHT = 560;
const COUNTS_HEIGHT = 76;
const UNIT = { min: 0, max: 1 };
type FilledBin = ReliabilityBin & { readonly stated: number; readonly observed: number };

/** Stated probability against what came true, with intervals, over a histogram of how often each was stated. */
export function drawReliability(picture: ReliabilityPicture): string {
  const { reliability, calibrationError, effectiveShare } = picture;
  const names = Object.keys(reliability);
  const label = (name: string) => (name === "confidence" ? "most probable class, 95 % intervals" : name);
  return drawPicture(
    {
      ...picture,
      subject: "Reliability",
      description: `Stated probability against the share that came true. Calibration error ${percent(calibrationError)}.`,
      legend: [
        {
          text: `share that came true, by stated probability; calibration error ${percent(calibrationError)}`,
        },
        ...names.map((name, colour) => ({ text: label(name), colour })),
      ],
      height: HEIGHT,
    },
    (top) => {
      const right = WIDTH - MARGIN - 46;
      const main: Frame = { left: MARGIN + 8, right, top, bottom: HEIGHT - FOOT - COUNTS_HEIGHT - 10 };
      const counts: Frame = { left: MARGIN + 8, right, top: main.bottom + 10, bottom: HEIGHT - FOOT };
      const x = horizontalScale(UNIT, main);
      const y = linearScale(UNIT, main.top, main.bottom);
      const diagonal = { x1: x.y(0), y1: y.y(0), x2: x.y(1), y2: y.y(1) };
      const curves = names.map((name, colour) =>
        name === "confidence"
          ? confidenceCurve(filled(reliability[name]!), colour, x, y, effectiveShare)
          : curve(filled(reliability[name]!), `line stroke-${colour}`, x, y),
      );
      return [
        footAxis({ ...counts, top: main.top }, x, percentTicks(UNIT, 10), "stated probability"),
        valueAxis(main, y, percentTicks(UNIT, 6), "observed"),
        element("line", { class: "reference", ...diagonal }),
        // The most important lies on top.
        ...curves.toReversed(),
        ...countColumns(reliability[names[0]!]!, counts, x),
      ];
    },
  );
}

const filled = (bins: readonly ReliabilityBin[]): FilledBin[] =>
  bins.filter((bin): bin is FilledBin => bin.stated !== null && bin.observed !== null);

function curve(bins: readonly FilledBin[], kind: string, x: Scale, y: Scale): string {
  const points = bins.map(({ stated, observed }) => `${px(x.y(stated))} ${px(y.y(observed))}`);
  return points.length > 0 ? element("path", { class: kind, d: `M${points.join("L")}` }) : "";
}

function confidenceCurve(
  bins: readonly FilledBin[],
  colour: number,
  x: Scale,
  y: Scale,
  effectiveShare: number,
): string {
  const marks = bins.map(({ stated, observed, count }) => {
    const { lower, upper } = wilsonInterval(observed, count * effectiveShare);
    const at = x.y(stated);
    return (
      whisker(colour, at, y.y(lower), at, y.y(upper)) +
      element("circle", { class: `fill-${colour}`, cx: at, cy: y.y(observed), r: 3.5 })
    );
  });
  return curve(bins, `line strong stroke-${colour}`, x, y) + marks.join("");
}

function countColumns(bins: readonly ReliabilityBin[], frame: Frame, x: Scale): string[] {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const y = linearScale({ min: 0, max: 1.1 * most }, frame.top, frame.bottom);
  const ticks = niceTicks({ min: 0, max: most }, 2).map(({ value }) => ({
    value,
    label: compactNumber(value),
  }));
  const columns = bins
    .filter(({ count }) => count > 0)
    .map(({ from, to, count }) =>
      element("rect", {
        class: "bar fill-0",
        x: x.y(from) + 1,
        y: y.y(count),
        width: x.y(to) - x.y(from) - 2,
        height: frame.bottom - y.y(count),
      }),
    );
  return [valueAxis(frame, y, ticks, "rows"), ...columns];
}
