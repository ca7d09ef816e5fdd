import { createCausalConvolution } from "./layers/causal-convolution.ts";
import { createDropout } from "./layers/dropout.ts";
import { createLayerNormalisation } from "./layers/layer-normalisation.ts";
import { createLinear } from "./layers/linear.ts";
import { createLstm } from "./layers/lstm.ts";
import { createPositionEmbedding } from "./layers/position-embedding.ts";
import { createRelu } from "./layers/relu.ts";
import { createSelfAttention } from "./layers/self-attention.ts";
import { createResidual, createSequential } from "./layers/sequential.ts";
import type { Body } from "./network.ts";
import type { CnnParams, LstmParams, TransformerParams } from "./params.ts";

/** Recurrent layers, each with dropout behind it. */
export function lstmBody({ units, dropout: rate }: LstmParams): Body {
  return (arithmetic, parameters, sizes) =>
    units.flatMap((width, i) => {
      const inputs = units[i - 1] ?? sizes.features;
      return [
        createLstm(arithmetic, parameters, { ...sizes, inputs, units: width, isFirst: i === 0 }),
        createDropout(arithmetic, { ...sizes, width, rate, salt: i }),
      ];
    });
}

/** Residual blocks of two dilated causal convolutions each (Bai, Kolter and Koltun 2018); each level looks back twice as far. */
export function cnnBody({ channels, taps, levels, dropout: rate }: CnnParams): Body {
  return (arithmetic, parameters, sizes) =>
    Array.from({ length: levels }, (_, level) => {
      const inputs = level === 0 ? sizes.features : channels;
      const dilation = 2 ** level;
      const isFirst = level === 0;
      const block = { ...sizes, channels, taps, dilation };
      const convolve = (from: number, salt: number, isFirst: boolean) => [
        createCausalConvolution(arithmetic, parameters, { ...block, inputs: from, isFirst }),
        createRelu(arithmetic, { ...sizes, width: channels }),
        createDropout(arithmetic, { ...sizes, width: channels, rate, salt }),
      ];
      const inner = createSequential([
        ...convolve(inputs, 2 * level, isFirst),
        ...convolve(channels, 2 * level + 1, false),
      ]);
      const shortcut = isFirst
        ? createLinear(arithmetic, parameters, { ...sizes, inputs, outputs: channels, isFirst })
        : undefined;
      return createResidual(arithmetic, sizes, inner, shortcut);
    });
}

/** An encoder with the normalisation before each part, which learns without a warm-up of many steps (Xiong et al. 2020). */
export function transformerBody(params: TransformerParams): Body {
  const { width, heads, layers, feedForward, dropout: rate } = params;
  return (arithmetic, parameters, sizes) => {
    const square = { ...sizes, width };
    const dropout = (salt: number) => createDropout(arithmetic, { ...square, rate, salt });
    const normalise = () => createLayerNormalisation(arithmetic, parameters, square);
    const linear = (inputs: number, outputs: number, isFirst = false) =>
      createLinear(arithmetic, parameters, { ...sizes, inputs, outputs, isFirst });
    const attend = (salt: number) =>
      createSequential([
        normalise(),
        createSelfAttention(arithmetic, parameters, { ...square, heads }),
        dropout(salt),
      ]);
    const think = (salt: number) =>
      createSequential([
        normalise(),
        linear(width, feedForward),
        createRelu(arithmetic, { ...sizes, width: feedForward }),
        linear(feedForward, width),
        dropout(salt),
      ]);
    return [
      linear(sizes.features, width, true),
      createPositionEmbedding(arithmetic, parameters, square),
      dropout(0),
      ...Array.from({ length: layers }, (_, layer) => [
        createResidual(arithmetic, sizes, attend(2 * layer + 1)),
        createResidual(arithmetic, sizes, think(2 * layer + 2)),
      ]).flat(),
      normalise(),
    ];
  };
}
