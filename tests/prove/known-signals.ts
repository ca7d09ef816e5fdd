import { gainOf } from "../learning/known-signal-gain.ts";
import type { SignalShape } from "../support/known-signals.ts";
import { meanOf, numbersOf, type Prover, type Row } from "./prover.ts";

const ENSEMBLE = {
  members: [
    { family: "boosting-depthwise", params: { rounds: 60, learningRate: 0.1 } },
    { family: "logistic" },
  ],
  folds: 2,
};
const FAMILIES: readonly (readonly [family: string, params: object])[] = [
  ["logistic", {}],
  ["forest", { trees: 40 }],
  ["boosting-leafwise", { rounds: 100, learningRate: 0.1 }],
  ["boosting-depthwise", { rounds: 100, learningRate: 0.1 }],
  ["ensemble", ENSEMBLE],
];
const PLANTED: readonly SignalShape[] = ["additive", "interaction"];
const columnOf = (family: string, shape: SignalShape) => `${family}_${shape}`;

/** Share of a planted signal that each family finds; where there is none, the nats a row that it believes to have found. */
export const knownSignals: Prover = {
  name: "known-signals",
  columns: FAMILIES.flatMap(([family]) =>
    [...PLANTED, "null" as const].map((shape) => columnOf(family, shape)),
  ),
  seeds: 20,
  checked: "recomputed",

  async row(seed) {
    const figures = FAMILIES.flatMap(([family, params]) => [
      ...PLANTED.map((shape) => {
        const { learned, achievable } = gainOf(family, params, shape, seed);
        return [columnOf(family, shape), learned / achievable] as const;
      }),
      [columnOf(family, "null"), gainOf(family, params, "null", seed).learned] as const,
    ]);
    return Object.fromEntries(figures);
  },

  summary(rows) {
    const lines = FAMILIES.map(([family]) => familyLine(family, rows));
    return `Means over ${rows.length} seeds, the least and the most in brackets.

| family | of the additive signal | of the interaction | nats a row where nothing is |
|---|---|---|---|
${lines.join("\n")}`;
  },
};

function familyLine(family: string, rows: readonly Row[]): string {
  const share = (x: number) => `${(100 * x).toFixed(0)} %`;
  const cells = PLANTED.map((shape) => spread(numbersOf(rows, columnOf(family, shape)), share));
  const nats = (x: number) => x.toFixed(4);
  return `| ${family} | ${cells.join(" | ")} | ${spread(numbersOf(rows, columnOf(family, "null")), nats)} |`;
}

function spread(numbers: readonly number[], text: (x: number) => string): string {
  return `${text(meanOf(numbers))} [${text(Math.min(...numbers))}, ${text(Math.max(...numbers))}]`;
}
