/**
 * Operators that an uploaded model may use: those that trees, linear models and neural networks export to. Left out is
 * what branches or loops (a model could run for ever), what draws random numbers (a prediction could not be replayed), and
 * what answers anything but tensors.
 */
const STANDARD =
  "Abs Add And AveragePool BatchNormalization Cast Ceil Clip Concat Constant ConstantOfShape Conv Div Dropout Elu Equal Erf Exp Expand Flatten Floor GRU Gather Gelu Gemm GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual HardSigmoid Identity InstanceNormalization IsInf IsNaN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax MatMul Max MaxPool Mean Min Mul Neg Not Or Pad Pow RNN Reciprocal ReduceMax ReduceMean ReduceMin ReduceSum Relu Reshape Selu Shape Sigmoid Sign Slice Softmax Softplus Split Sqrt Squeeze Sub Sum Tanh Tile Transpose Unsqueeze Where";
const TREES_AND_LINES =
  "Imputer LinearClassifier LinearRegressor Normalizer Scaler TreeEnsembleClassifier TreeEnsembleRegressor";

const ALLOWED: Readonly<Record<string, ReadonlySet<string>>> = {
  "": new Set(STANDARD.split(" ")),
  "ai.onnx": new Set(STANDARD.split(" ")),
  "ai.onnx.ml": new Set(TREES_AND_LINES.split(" ")),
};

export function isAllowedOperator({
  domain,
  opType,
}: {
  readonly domain: string;
  readonly opType: string;
}): boolean {
  return Object.hasOwn(ALLOWED, domain) && ALLOWED[domain]!.has(opType);
}
