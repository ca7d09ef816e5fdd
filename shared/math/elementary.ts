/**
 * Elementary functions made of + - * / alone. IEEE 754 fixes those to the last bit and leaves exp, log and tanh to the
 * engine, whose versions differ by an ulp: a model trained with `Math.exp` would not be the same bytes everywhere.
 *
 * The algorithms and coefficients are those of fdlibm (error below 1 ulp):
 *   Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 *   Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this
 *   software is freely granted, provided that this notice is preserved.
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const TWO_POW_54 = 18014398509481984;

/** The bits of one double. Every engine that runs this is little-endian: the sign and exponent are in word 1. */
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** 2^k for k in -1022..1023. */
function powerOfTwo(k: number): number {
  words[0] = 0;
  words[1] = (k + 1023) << 20;
  return double[0]!;
}

/** y * 2^k with a single rounding, also where 2^k alone would overflow or be subnormal. */
function scale(y: number, k: number): number {
  if (k > 1023) return y * 2 * powerOfTwo(k - 1);
  if (k < -1021) return y * powerOfTwo(k + 1000) * powerOfTwo(-1000);
  return y * powerOfTwo(k);
}

/** e^x. */
export function exp(x: number): number {
  if (!(x <= 709.782712893384)) return x + Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  const k = Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5));
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))));
  return scale(1 - (low - (r * c) / (2 - c) - high), k);
}

/** Sum of the odd and even terms of log(1+f) - f + f²/2, as a polynomial in s² with s = f/(2+f). */
function logRemainder(s: number): number {
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  return even + odd;
}

/** Natural logarithm: NaN below 0, -Infinity at 0. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const subnormal = x < 2.2250738585072014e-308;
  double[0] = subnormal ? x * TWO_POW_54 : x;
  let k = (words[1]! >>> 20) - 1023 - (subnormal ? 54 : 0);
  words[1] = (words[1]! & 0xfffff) | 0x3ff00000;
  let m = double[0]!;
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const halfSquare = 0.5 * f * f;
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + logRemainder(s)) + k * LN2_LOW) - f);
}

/** e^x - 1, exact for small x too. */
export function expm1(x: number): number {
  if (x === 0) return x;
  if (!(x < 56 * LN2_HIGH)) return exp(x);
  if (x < -56 * LN2_HIGH) return -1;
  const k = x > -0.34657359 && x < 0.34657359 ? 0 : Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5));
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const lost = high - r - low;
  const half = 0.5 * r;
  const h = r * half;
  const q =
    1 +
    h *
      (-0.03333333333333313 +
        h *
          (0.0015873015872548146 +
            h * (-7.93650757867488e-5 + h * (4.008217827329362e-6 + h * -2.0109921818362437e-7))));
  const t = 3 - q * half;
  const e = h * ((q - t) / (6 - r * t));
  if (k === 0) return r - (r * e - h);
  return combineExpm1(k, r, r * (e - lost) - lost - h);
}

/** 2^k (1 + r - e) - 1, in the order of additions that loses least for each k. */
function combineExpm1(k: number, r: number, e: number): number {
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k <= -2 || k > 56) return scale(1 - (e - r), k) - 1;
  const unit = powerOfTwo(-k);
  return k < 20 ? scale(1 - unit - (e - r), k) : scale(r - (e + unit) + 1, k);
}

/** Hyperbolic tangent. */
export function tanh(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude > 22) return x > 0 ? 1 : -1;
  if (!(magnitude > 3.7252902984e-9)) return x;
  const t = expm1(magnitude < 1 ? -2 * magnitude : 2 * magnitude);
  const value = magnitude < 1 ? -t / (t + 2) : 1 - 2 / (t + 2);
  return x < 0 ? -value : value;
}

/** Arc tangent at 0.5, 1, 1.5 and infinity, each as the nearest double and what is left of it. */
const ATAN_STEPS = [
  [0.4636476090008061, 2.2698777452961687e-17],
  [0.7853981633974483, 3.061616997868383e-17],
  [0.982793723247329, 1.3903311031230998e-17],
  [1.5707963267948966, 6.123233995736766e-17],
] as const;

/** Arc tangent of x in -7/16..7/16, as x minus this. */
function atanRemainder(x: number): number {
  const z = x * x;
  const w = z * z;
  const odd =
    z *
    (0.3333333333333293 +
      w *
        (0.14285714272503466 +
          w *
            (0.09090887133436507 +
              w * (0.06661073137387531 + w * (0.049768779946159324 + w * 0.016285820115365782)))));
  const even =
    w *
    (-0.19999999999876483 +
      w *
        (-0.11111110405462356 +
          w * (-0.0769187620504483 + w * (-0.058335701337905735 + w * -0.036531572744216916))));
  return x * (odd + even);
}

/** The step of the table that |x| is measured from, and the tangent of the angle between them. */
function atanReduction(x: number): readonly [step: 0 | 1 | 2 | 3, rest: number] {
  if (x < 0.6875) return [0, (2 * x - 1) / (2 + x)];
  if (x < 1.1875) return [1, (x - 1) / (x + 1)];
  if (x < 2.4375) return [2, (x - 1.5) / (1 + 1.5 * x)];
  return [3, -1 / x];
}

/** Arc tangent, -π/2..π/2. */
export function atan(x: number): number {
  const magnitude = Math.abs(x);
  if (!(magnitude > 3.7252902984e-9)) return x;
  if (magnitude < 0.4375) return x - atanRemainder(x);
  const [step, rest] = atanReduction(magnitude);
  const [high, low] = ATAN_STEPS[step];
  const angle = high - (atanRemainder(rest) - low - rest);
  return x < 0 ? -angle : angle;
}
