import { MARGIN } from "../layout.ts";
import { element, escapeText } from "../svg.ts";
import { drawPicture, type PictureOptions, percent, WIDTH } from "./picture.ts";

interface ConfusionPicture extends PictureOptions {
  readonly classes: readonly string[];
  /** `confusion[actual][predicted]` */
  readonly confusion: readonly (readonly number[])[];
}

const HEIGHT = 430;
const LABEL_WIDTH = 84;
const TOTAL_WIDTH = 92;
const HEAD = 40;

/** Counts and shares of what was predicted when each class came true. */
export function drawConfusion(picture: ConfusionPicture): string {
  const { classes, confusion } = picture;
  const totals = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = totals.reduce((sum, count) => sum + count, 0);
  const hits = confusion.reduce((sum, row, k) => sum + row[k]!, 0);
  return drawPicture(
    {
      ...picture,
      subject: "Confusion matrix",
      description: `${hits} of ${total} rows predicted right, by what came true and what was predicted.`,
      legend: [
        {
          text: `${hits} of ${total} rows right (${percent(total ? hits / total : 0)}); shares are of the row`,
        },
      ],
      height: HEIGHT,
    },
    (top) => {
      const left = MARGIN + LABEL_WIDTH;
      const width = (WIDTH - left - TOTAL_WIDTH - MARGIN) / classes.length;
      const first = top + HEAD;
      const height = (HEIGHT - MARGIN - first) / classes.length;
      const text = (kind: string, x: number, y: number, content: string) =>
        element("text", { class: kind, x, y }, escapeText(content));
      const rows = confusion.flatMap((counts, actual) => {
        const middle = first + (actual + 0.5) * height;
        const cells = counts.map((count, predicted) => {
          const share = totals[actual] ? count / totals[actual] : 0;
          const x = left + predicted * width;
          const colour = actual === predicted ? 3 : 1;
          const box = {
            x: x + 2,
            y: first + actual * height + 2,
            width: width - 4,
            height: height - 4,
            rx: 4,
          };
          return (
            element("rect", {
              class: `fill-${colour}`,
              ...box,
              "fill-opacity": (0.06 + 0.64 * share).toFixed(3),
            }) +
            text("value middle major", x + width / 2, middle - 2, String(count)) +
            text("value middle", x + width / 2, middle + 15, percent(share))
          );
        });
        return [
          text("value end major", left - 10, middle + 4, classes[actual]!),
          ...cells,
          text("tick", left + classes.length * width + 10, middle + 4, `${totals[actual]} rows`),
        ];
      });
      return [
        text("tick", MARGIN, top + 14, "came true ↓  predicted →"),
        ...classes.map((name, k) => text("value middle major", left + (k + 0.5) * width, first - 10, name)),
        ...rows,
      ];
    },
  );
}
