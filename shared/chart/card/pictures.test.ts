import { describe, expect, test } from "vitest";
import { evaluatedHoldout } from "../../../tests/support/model-card.ts";
import { expectWellFormed } from "../../../tests/support/well-formed.ts";
import type { ModelCard } from "../../ml/card/model-card.ts";
import type { HoldoutReport } from "../../ml/evaluation/holdout-report.ts";
import { CARD_PICTURES, drawCardPicture } from "./pictures.ts";

const { card, report } = evaluatedHoldout();
const OPTIONS = { version: `<v1> & "'`, theme: "auto" } as const;
const HOSTILE = `</text><script>alert("1")</script>&'`;

const attribute = (tag: string, name: string): number =>
  Number(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]);

describe.each(CARD_PICTURES)("%s", (name) => {
  test("is well formed, says in words what it shows, and carries neither scripts nor references", () => {
    const hostile: ModelCard = {
      ...card,
      importance: card.importance.map((one) => ({ ...one, feature: HOSTILE })),
    };
    const svg = drawCardPicture(name, hostile, report, OPTIONS);
    expectWellFormed(svg);
    expect(svg).toMatch(/^<svg [^>]*role="img"[^>]*><title>[^<]+<\/title><desc>[^<]+<\/desc>/);
    expect(svg).not.toMatch(/<script|href|url\(|@import| on[a-z]+="|NaN|Infinity|undefined/);
  });

  test("is a picture too when the model never gave a signal", () => {
    const nothing: ModelCard = { ...card, coverage: [], equity: { model: [], always_long: [] } };
    expectWellFormed(drawCardPicture(name, nothing, report, OPTIONS));
  });
});

test("the reliability diagram's dots stand where the bins say", () => {
  const svg = drawCardPicture("reliability", card, report, OPTIONS);
  const dots = [...svg.matchAll(/<circle class="fill-0"[^>]*>/g)].map(([tag]) => tag);
  const bins = card.reliability.confidence!.filter(({ stated }) => stated !== null);
  expect(dots).toHaveLength(bins.length);
  const [x1, x2, y1, y2] = ["x1", "x2", "y1", "y2"].map((end) =>
    attribute(/<line class="reference"[^>]*>/.exec(svg)![0], end),
  );
  dots.forEach((dot, i) => {
    const { stated, observed } = bins[i]!;
    expect(attribute(dot, "cx")).toBeCloseTo(x1! + stated! * (x2! - x1!), 1);
    expect(attribute(dot, "cy")).toBeCloseTo(y1! + observed! * (y2! - y1!), 1);
  });
});

test("the confusion matrix prints each count, and bars are as long as the importance", () => {
  const svg = drawCardPicture("confusion", card, report, OPTIONS);
  for (const count of card.confusion.flat()) expect(svg).toContain(`>${count}<`);
  const bars = drawCardPicture("importance", card, report, OPTIONS).match(/<rect class="bar fill-0"[^>]*>/g)!;
  const [first, second] = bars.map((bar) => attribute(bar, "width"));
  expect(second! / first!).toBeCloseTo(card.importance[1]!.value / card.importance[0]!.value, 1);
});

test("a regime's note says what was gained and on how much", () => {
  const svg = drawCardPicture("regimes", card, report as HoldoutReport, OPTIONS);
  for (const slice of card.regimes) {
    expect(svg).toContain(`n ${Math.round(slice.effective_sample_size)}<`);
    expect(svg).toContain(slice.regime.toLowerCase());
  }
});
