/** A smooth convex function: gives its value at the point and writes its gradient there into `gradient`. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

/** Where a minimisation has come to. Never changed in place. */
export interface LbfgsState {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  /** The last steps and how the gradient changed along each, oldest first. */
  readonly steps: readonly Float64Array[];
  readonly changes: readonly Float64Array[];
}

/** Pairs that are remembered; more gain little (Nocedal and Wright, 7.2). */
const MEMORY = 10;
/** Share of the decrease that the slope promises which a step must bring (Armijo). */
const SUFFICIENT = 1e-4;
const MAX_HALVINGS = 30;
/** A pair with less curvature than this would spoil the metric. */
const MIN_CURVATURE = 1e-10;

export function startLbfgs(objective: Objective, point: Float64Array): LbfgsState {
  const gradient = new Float64Array(point.length);
  const value = objective(point, gradient);
  return { point, value, gradient, steps: [], changes: [] };
}

/**
 * One iteration of L-BFGS (Nocedal 1980) with halved steps; usually one evaluation of the objective. Gives the same state
 * again where no step along the direction lowers the value: it is at the minimum as far as doubles can tell.
 */
export function stepLbfgs(objective: Objective, state: LbfgsState): LbfgsState {
  const direction = descentDirection(state);
  const slope = dot(direction, state.gradient);
  const gradient = new Float64Array(direction.length);
  let length = state.steps.length > 0 ? 1 : 1 / Math.max(1, norm(state.gradient));
  for (let i = 0; i < MAX_HALVINGS; i++, length /= 2) {
    const step = direction.map((d) => d * length);
    const point = state.point.map((x, j) => x + step[j]!);
    const value = objective(point, gradient);
    if (!(value < state.value && value <= state.value + SUFFICIENT * length * slope)) continue;
    return { point, value, gradient, ...remembered(state, step, gradient) };
  }
  return state;
}

/** Largest component of the gradient: 0 at the minimum. */
export function gradientSize({ gradient }: LbfgsState): number {
  return gradient.reduce((largest, g) => Math.max(largest, Math.abs(g)), 0);
}

function remembered(
  { steps, changes, gradient: before }: LbfgsState,
  step: Float64Array,
  gradient: Float64Array,
): Pick<LbfgsState, "steps" | "changes"> {
  const change = gradient.map((g, i) => g - before[i]!);
  if (dot(step, change) <= MIN_CURVATURE * dot(change, change)) return { steps, changes };
  return {
    steps: [...steps, step].slice(-MEMORY),
    changes: [...changes, change].slice(-MEMORY),
  };
}

/** Minus the gradient times the inverse Hessian as the remembered pairs tell it: the two-loop recursion. */
function descentDirection({ gradient, steps, changes }: LbfgsState): Float64Array {
  const direction = gradient.map((g) => -g);
  const shares = new Float64Array(steps.length);
  for (let i = steps.length - 1; i >= 0; i--) {
    shares[i] = dot(steps[i]!, direction) / dot(steps[i]!, changes[i]!);
    addScaled(direction, changes[i]!, -shares[i]!);
  }
  const [step, change] = [steps.at(-1), changes.at(-1)];
  if (step && change) {
    const scale = dot(step, change) / dot(change, change);
    for (let j = 0; j < direction.length; j++) direction[j]! *= scale;
  }
  for (const [i, ofPair] of steps.entries()) {
    const share = dot(changes[i]!, direction) / dot(ofPair, changes[i]!);
    addScaled(direction, ofPair, shares[i]! - share);
  }
  return direction;
}

function addScaled(into: Float64Array, from: Float64Array, factor: number): void {
  for (let i = 0; i < into.length; i++) into[i]! += factor * from[i]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));
