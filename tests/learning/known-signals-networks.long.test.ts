import { SIGNAL_LENGTH, type SignalShape } from "../support/known-signals.ts";
import { type Expectation, knownSignalSuite } from "./known-signal-suite.ts";

const NETWORK = {
  sequenceLength: SIGNAL_LENGTH,
  epochs: 14,
  batchSize: 128,
  learningRate: 0.01,
  dropout: 0.1,
};
const EVERYTHING: readonly SignalShape[] = ["additive", "interaction", "order"];

const EXPECTED: readonly Expectation[] = [
  ["lstm", { ...NETWORK, units: [16] }, EVERYTHING],
  ["cnn", { ...NETWORK, channels: 16, levels: 2 }, EVERYTHING],
  ["transformer", { ...NETWORK, learningRate: 0.01, feedForward: 32 }, EVERYTHING],
];

knownSignalSuite(EXPECTED);
