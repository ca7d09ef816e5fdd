/**
 * One kind of job as a pure stepping machine. `step` does one bounded piece of work and is deterministic: the same steps
 * cut at any boundary, moved between machines or repeated after a lost slice give the same state, byte for byte.
 */
export interface JobDefinition<Spec, State> {
  readonly kind: string;
  /** Reads a stored spec; throws a Failure on one that cannot be run. */
  parseSpec(input: unknown): Spec;
  start(spec: Spec): State;
  /** Reads nothing but its arguments and the stored data that the spec names. */
  step(spec: Spec, state: State, context: JobContext): Promise<State>;
  report(state: State, spec: Spec): JobReport;
  /** Small, since it is rewritten after every slice; large things that do not change belong into artifacts. */
  encodeState(state: State): Uint8Array<ArrayBuffer>;
  decodeState(bytes: Uint8Array<ArrayBuffer>): State;
}

export interface JobContext {
  readonly jobId: string;
  readonly artifacts: Artifacts;
}

export interface JobReport {
  readonly phase: string;
  /** Share done, 0..1. */
  readonly progress: number;
  /** Present once the job is done; JSON. */
  readonly result?: unknown;
}

/** Large immutable byproducts of a job, stored once under their content's hash and kept decoded while memory lasts. */
export interface Artifacts {
  /** Stores the bytes and returns their key. */
  put(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  /** The decoded artifact; the same key must always be read with the same decoder. */
  get<T>(key: string, decode: (bytes: Uint8Array<ArrayBuffer>) => T): Promise<T>;
}
