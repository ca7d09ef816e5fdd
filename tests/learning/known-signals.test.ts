import { type Expectation, knownSignalSuite } from "./known-signal-suite.ts";

/** The order of bars says nothing to a family that reads one bar a row. */
const EXPECTED: readonly Expectation[] = [
  ["logistic", {}, ["additive"]],
  ["forest", { trees: 40 }, ["additive", "interaction"]],
  ["boosting-leafwise", { rounds: 100, learningRate: 0.1 }, ["additive", "interaction"]],
  ["boosting-depthwise", { rounds: 100, learningRate: 0.1 }, ["additive", "interaction"]],
  [
    "ensemble",
    {
      members: [
        { family: "boosting-depthwise", params: { rounds: 60, learningRate: 0.1 } },
        { family: "logistic" },
      ],
      folds: 2,
    },
    ["additive", "interaction"],
  ],
];

knownSignalSuite(EXPECTED);
