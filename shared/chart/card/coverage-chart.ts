import type { CoveragePoint } from "../../ml/metrics/coverage-curve.ts";
import { valueAxis } from "../axes.ts";
import { type Frame, MARGIN } from "../layout.ts";
import { extentOf, linearScale, widen } from "../scale.ts";
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
} from "./picture.ts";

interface CoveragePicture extends PictureOptions {
  readonly coverage: readonly CoveragePoint[];
  /** Accuracy of the class prior on all rows. */
  readonly priorAccuracy: number;
}

const HEIGHT = 400;

/** Accuracy of the most confident SELL and BUY signals against the share of them that is taken. */
export function drawCoverage(picture: CoveragePicture): string {
  const { coverage, priorAccuracy } = picture;
  const values = coverage.flatMap(({ lower, upper }) => [lower, upper]);
  const extent = widen(extentOf([Float64Array.from([...values, priorAccuracy])])!, 0.06);
  const last = coverage.at(-1);
  return drawPicture(
    {
      ...picture,
      subject: "Coverage",
      description: coverage
        .map(
          ({ coverage: share, accuracy }) =>
            `${percent(share, 0)} of the signals: ${percent(accuracy)} right`,
        )
        .join("; "),
      legend: [
        {
          text: `accuracy of the ${last?.rows ?? 0} SELL and BUY signals, most confident first, 95 % interval`,
          colour: 0,
        },
        { text: `dashed: class prior ${percent(priorAccuracy)}` },
      ],
      height: HEIGHT,
    },
    (top) => {
      const frame: Frame = { left: MARGIN + 8, right: WIDTH - MARGIN - 46, top, bottom: HEIGHT - FOOT };
      const x = horizontalScale({ min: 0, max: 1 }, frame);
      const y = linearScale(extent, frame.top, frame.bottom);
      const at = (share: number, value: number) => `${px(x.y(share))} ${px(y.y(value))}`;
      const upper = coverage.map((point) => at(point.coverage, point.upper));
      const lower = coverage.map((point) => at(point.coverage, point.lower)).toReversed();
      const line = coverage.map((point) => at(point.coverage, point.accuracy));
      const prior = y.y(priorAccuracy);
      return [
        footAxis(frame, x, percentTicks({ min: 0, max: 1 }, 10), "share of the signals taken"),
        valueAxis(frame, y, percentTicks(extent, 6), "accuracy"),
        element("line", { class: "reference", x1: frame.left, x2: frame.right, y1: prior, y2: prior }),
        ...(coverage.length > 0
          ? [
              element("path", { class: "band fill-0", d: `M${[...upper, ...lower].join("L")}Z` }),
              element("path", { class: "line strong stroke-0", d: `M${line.join("L")}` }),
              ...coverage.map((point) =>
                element("circle", {
                  class: "fill-0",
                  cx: x.y(point.coverage),
                  cy: y.y(point.accuracy),
                  r: 3,
                }),
              ),
            ]
          : []),
      ];
    },
  );
}
