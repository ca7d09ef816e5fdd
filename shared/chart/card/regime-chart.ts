import type { RegimeSlice } from "../../ml/card/regime-slices.ts";
import { drawDotRows } from "./dot-rows.ts";
import { drawPicture, FOOT, type PictureOptions, percent, percentTicks } from "./picture.ts";

interface RegimePicture extends PictureOptions {
  readonly regimes: readonly RegimeSlice[];
}

const ROW_HEIGHT = 40;
const HEAD = 60;

/** Accuracy in each kind of market beside the class prior's, with intervals on the effective sample size. */
export function drawRegimes(picture: RegimePicture): string {
  const { regimes } = picture;
  const height = HEAD + ROW_HEIGHT * regimes.length + FOOT;
  const name = ({ dimension, regime }: RegimeSlice) => `${dimension} ${regime.toLowerCase()}`;
  return drawPicture(
    {
      ...picture,
      subject: "Accuracy by regime",
      description: regimes
        .map(
          (slice) =>
            `${name(slice)}: ${percent(slice.accuracy.value)}, class prior ${percent(slice.prior_accuracy)}`,
        )
        .join("; "),
      legend: [
        { text: "accuracy, 95 % interval", colour: 0 },
        { text: "class prior", colour: 1 },
        { text: "right: log loss saved against the prior, and independent outcomes" },
      ],
      height,
    },
    (top) =>
      drawDotRows({
        rows: regimes.map((slice) => ({
          label: name(slice),
          ...slice.accuracy,
          reference: slice.prior_accuracy,
          note: `${slice.gain >= 0 ? "+" : "−"}${Math.abs(slice.gain).toFixed(4)}  n ${Math.round(slice.effective_sample_size)}`,
        })),
        top,
        bottom: height - FOOT,
        axis: "accuracy",
        asBars: false,
        ticks: percentTicks,
      }),
  );
}
