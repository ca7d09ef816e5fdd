import { BinaryReader, BinaryWriter } from "../binary.ts";

/** Values further from the mean than this many deviations count as this far. */
export const CLIP = 8;
/** Steps of a deviation that stored values are rounded to: 16 bits hold -8..8. */
export const RESOLUTION = 4_095;

/** How one feature becomes a network's input: (value - mean) / deviation, clipped; a missing value becomes 0. */
export interface Scaling {
  readonly mean: number;
  readonly deviation: number;
}

/** One feature at all bars, scaled. */
export interface ScaledColumn extends Scaling {
  readonly values: Uint16Array;
}

const TAG = "scaled-column-1";
/** Where 0 lies among the stored numbers. */
export const ZERO = 32_768;

/** Mean and standard deviation of the values that are there, rounded to float32 as the exported model has them. */
export function scalingOf(values: Float32Array): Scaling {
  let [count, sum] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    count++;
    sum += values[i]!;
  }
  if (count === 0) return { mean: 0, deviation: 1 };
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) squares += (values[i]! - mean) * (values[i]! - mean);
  }
  const deviation = Math.fround(Math.sqrt(squares / count));
  // A feature that never changed says nothing; what it should become later says no more.
  return { mean: Math.fround(mean), deviation: deviation > 0 ? deviation : 1 };
}

/** A value as the network sees it. */
export function scaled(value: number, { mean, deviation }: Scaling): number {
  if (Number.isNaN(value)) return 0;
  return Math.min(Math.max((value - mean) / deviation, -CLIP), CLIP);
}

export function scaleColumn(values: Float32Array, trainingRows: number, bars: Float32Array): ScaledColumn {
  const scaling = scalingOf(values.subarray(0, trainingRows));
  const stored = new Uint16Array(bars.length);
  for (let i = 0; i < bars.length; i++) {
    stored[i] = ZERO + Math.round(scaled(bars[i]!, scaling) * RESOLUTION);
  }
  return { ...scaling, values: stored };
}

export function encodeScaledColumn({ mean, deviation, values }: ScaledColumn): Uint8Array<ArrayBuffer> {
  return new BinaryWriter(TAG).number(mean).number(deviation).array(values).bytes();
}

export function decodeScaledColumn(bytes: Uint8Array): ScaledColumn {
  const reader = new BinaryReader(bytes, TAG);
  const mean = reader.number();
  const deviation = reader.number();
  const values = reader.array(Uint16Array);
  reader.end();
  return { mean, deviation, values };
}
