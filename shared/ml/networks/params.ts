import * as z from "zod";
import { ClassWeightsParam } from "../class-weights.ts";
import { parseParamsWith } from "../parse-params.ts";

/** Widths come in whole tiles of the matrix kernel. */
/** Longer sequences would not fit an isolate. */
export const MAX_SEQUENCE_LENGTH = 256;

const width = (max: number) => z.int().min(8).max(max).multipleOf(8);

/** Parameters of all networks. */
const SHARED = {
  /** Bars of one row, T: the newest and those before it. */
  sequenceLength: z.int().min(2).max(MAX_SEQUENCE_LENGTH).default(32),
  /** Passes through the training rows, at most. */
  epochs: z.int().min(1).max(500).default(20),
  batchSize: z.int().min(1).max(512).default(64),
  /** Of AdamW: rises over the first twentieth of the steps and falls to a tenth of this at the last. */
  learningRate: z.number().positive().max(1).default(0.001),
  /** Of AdamW, decoupled from the gradient. */
  weightDecay: z.number().min(0).max(1).default(0.01),
  /** Share of the numbers that are dropped while learning. */
  dropout: z.number().min(0).max(0.9).default(0.2),
  /** Gradients longer than this are cut to this length. */
  clipNorm: z.number().positive().default(1),
  classWeights: ClassWeightsParam,
  /** Epochs without a lower validation loss before learning stops; only where the data has validation rows. */
  patience: z.int().min(1).default(4),
};

const LSTM = z.strictObject({
  ...SHARED,
  /** Units of each recurrent layer. */
  units: z.array(width(128)).min(1).max(2).default([32]),
});

const CNN = z.strictObject({
  ...SHARED,
  channels: width(128).default(32),
  /** Steps that one convolution looks at. */
  taps: z.int().min(2).max(7).default(3),
  /** Residual blocks; each looks back twice as far as the one before: 2 (taps - 1) (2^levels - 1) steps in all. */
  levels: z.int().min(1).max(6).default(3),
});

const TRANSFORMER = z
  .strictObject({
    ...SHARED,
    width: width(128).default(32),
    heads: z.int().min(1).max(16).default(4),
    layers: z.int().min(1).max(4).default(2),
    feedForward: width(512).default(64),
  })
  .refine((params) => params.width % (8 * params.heads) === 0, {
    path: ["heads"],
    message: "each head's part of the width must be a multiple of 8",
  });

export type LstmParams = z.output<typeof LSTM>;
export type CnnParams = z.output<typeof CNN>;
export type TransformerParams = z.output<typeof TRANSFORMER>;
/** The parameters that any network is trained with. */
export type NetworkParams = Pick<LstmParams, keyof typeof SHARED>;

export const parseLstmParams = (input: unknown): LstmParams => parseParamsWith(LSTM, input, "lstm");
export const parseCnnParams = (input: unknown): CnnParams => parseParamsWith(CNN, input, "cnn");
export const parseTransformerParams = (input: unknown): TransformerParams =>
  parseParamsWith(TRANSFORMER, input, "transformer");
