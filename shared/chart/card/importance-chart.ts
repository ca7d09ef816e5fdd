import { drawDotRows } from "./dot-rows.ts";
import { drawPicture, FOOT, type PictureOptions } from "./picture.ts";

interface ImportancePicture extends PictureOptions {
  /** The most important first. */
  readonly importance: readonly {
    readonly feature: string;
    readonly value: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  /** Rows that the features were shuffled in. */
  readonly rows: number;
}

const SHOWN = 20;
const ROW_HEIGHT = 21;
const HEAD = 60;

/** Log loss that shuffling a feature costs, with intervals: the 20 features that the model would miss most. */
export function drawImportance(picture: ImportancePicture): string {
  const { importance, rows } = picture;
  const shown = importance.slice(0, SHOWN);
  const height = HEAD + ROW_HEIGHT * shown.length + FOOT;
  const certain = importance.filter(({ lower }) => lower > 0).length;
  return drawPicture(
    {
      ...picture,
      subject: "Permutation importance",
      description: `Log loss that shuffling a feature costs. ${certain} of ${importance.length} features are above 0 at the lower end of their interval; the first is ${shown[0]?.feature ?? "none"}.`,
      legend: [
        {
          text: `${shown.length} of ${importance.length} features, shuffled in ${rows} validation rows; ${certain} certainly matter`,
        },
        { text: "95 % interval", colour: 1 },
      ],
      height,
    },
    (top) =>
      drawDotRows({
        rows: shown.map(({ feature, ...interval }) => ({ label: feature, ...interval })),
        top,
        bottom: height - FOOT,
        axis: "log loss added by shuffling, nats a row",
        origin: 0,
        asBars: true,
      }),
  );
}
