import { BinaryReader, BinaryWriter } from "../binary.ts";
import { decodeState, encodeState, type LogisticState } from "../logistic/logistic-state.ts";
import type { Learners } from "./members.ts";

/** How far an ensemble has come. Never changed in place. */
export interface EnsembleState {
  readonly families: readonly string[];
  readonly seed: number;
  /** The fit under way: this member on this fold; the fold after the last one is all training rows. */
  readonly member: number;
  readonly fold: number;
  /** Rows of the fold's test that the fitted member has forecast. */
  readonly forecast: number;
  /** State of that fit; undefined before it begins, and when all members are fitted. */
  readonly fitting: unknown;
  /** Members fitted to all training rows. */
  readonly fitted: readonly unknown[];
  /** Out-of-fold forecasts of the folds' rows, row-major, three a member; NaN where there is none. */
  readonly outOfFold: Float64Array;
  /** The meta-learner, which weighs the members; undefined until they are all fitted. */
  readonly meta: LogisticState | undefined;
}

const TAG = "ensemble-state-2";
const NOTHING = new Uint8Array(0);

export function encodeEnsembleState(learners: Learners, state: EnsembleState): Uint8Array<ArrayBuffer> {
  const { families, member, fitting, fitted, meta } = state;
  const writer = new BinaryWriter(TAG)
    .array(new TextEncoder().encode(JSON.stringify(families)))
    .number(state.seed)
    .number(member)
    .number(state.fold)
    .number(state.forecast)
    .array(fitting === undefined ? NOTHING : learners(families[member]!).fitting.encode(fitting))
    .array(state.outOfFold)
    .array(meta ? encodeState(meta) : NOTHING)
    .number(fitted.length);
  for (const [m, own] of fitted.entries()) writer.array(learners(families[m]!).fitting.encode(own));
  return writer.bytes();
}

/** Throws a RangeError on bytes that are not a state. */
export function decodeEnsembleState(learners: Learners, bytes: Uint8Array): EnsembleState {
  const reader = new BinaryReader(bytes, TAG);
  const families: string[] = JSON.parse(new TextDecoder().decode(reader.array(Uint8Array)));
  const seed = reader.number();
  const member = reader.number();
  const fold = reader.number();
  const forecast = reader.number();
  const fitting = reader.array(Uint8Array);
  const outOfFold = reader.array(Float64Array);
  const meta = reader.array(Uint8Array);
  const fitted = Array.from({ length: reader.number() }, (_, m) =>
    learners(families[m]!).fitting.decode(reader.array(Uint8Array)),
  );
  reader.end();
  return {
    families,
    seed,
    member,
    fold,
    forecast,
    fitting: fitting.length > 0 ? learners(families[member]!).fitting.decode(fitting) : undefined,
    outOfFold,
    meta: meta.length > 0 ? decodeState(meta) : undefined,
    fitted,
  };
}
