/** The part of ONNX Runtime's JavaScript API that its native and its WebAssembly builds share. */
export interface OnnxRuntime {
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => OnnxRuntimeTensor;
  readonly InferenceSession: {
    create(model: Uint8Array, options?: OnnxSessionOptions): Promise<OnnxSession>;
  };
}

export interface OnnxRuntimeTensor {
  readonly data: unknown;
}

export interface OnnxSessionOptions {
  readonly executionProviders?: readonly string[];
  readonly intraOpNumThreads?: number;
  /** 3: errors only. */
  readonly logSeverityLevel?: number;
}

export interface OnnxSession {
  run(
    feeds: Readonly<Record<string, OnnxRuntimeTensor>>,
  ): Promise<Readonly<Record<string, OnnxRuntimeTensor>>>;
  /** Not every build has it. */
  release?(): Promise<void>;
}
