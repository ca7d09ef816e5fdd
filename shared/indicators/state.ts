/**
 * Memory of a kernel between two runs of bars: numbers, rings of numbers and the states of the kernels it is made
 * of. Every kernel that takes a state resumes there, so any cut of the same bars gives the same bits.
 */
export type KernelState = { [field: string]: number | Float64Array | KernelState };

/** The same as JSON. Rings are arrays; what JSON cannot write (NaN, infinities) is null, "Infinity" or "-Infinity". */
export type SavedState = { [field: string]: SavedNumber | SavedNumber[] | SavedState };
export type SavedNumber = number | null | "Infinity" | "-Infinity";

/** A copy of the state that `JSON.stringify` loses nothing of. */
export function saveState(state: KernelState): SavedState {
  return Object.fromEntries(
    Object.entries(state).map(([field, value]) => {
      if (typeof value === "number") return [field, saveNumber(value)];
      return [field, value instanceof Float64Array ? Array.from(value, saveNumber) : saveState(value)];
    }),
  );
}

/**
 * Puts saved values back into a fresh state of the same indicator and parameters.
 * @throws RangeError where the saved state has another shape, naming the field
 */
export function restoreState(fresh: KernelState, saved: SavedState, path = "state"): void {
  for (const [field, value] of Object.entries(fresh)) {
    const stored = saved[field];
    const at = `${path}.${field}`;
    if (typeof value === "number") fresh[field] = loadNumber(stored, at);
    else if (value instanceof Float64Array) loadRing(value, stored, at);
    else if (isRecord(stored)) restoreState(value, stored, at);
    else throw new RangeError(`${at} is not an object`);
  }
}

function isRecord(stored: SavedState[string] | undefined): stored is SavedState {
  return typeof stored === "object" && stored !== null && !Array.isArray(stored);
}

function saveNumber(value: number): SavedNumber {
  if (Number.isNaN(value)) return null;
  if (Number.isFinite(value)) return Object.is(value, -0) ? 0 : value;
  return value > 0 ? "Infinity" : "-Infinity";
}

function loadNumber(stored: unknown, at: string): number {
  if (stored === null) return Number.NaN;
  if (stored === "Infinity" || stored === "-Infinity") return Number(stored);
  if (typeof stored !== "number") throw new RangeError(`${at} is not a number`);
  return stored;
}

function loadRing(ring: Float64Array, stored: unknown, at: string): void {
  if (!Array.isArray(stored) || stored.length !== ring.length) {
    throw new RangeError(`${at} is not a list of ${ring.length} numbers`);
  }
  stored.forEach((value, index) => {
    ring[index] = loadNumber(value, `${at}[${index}]`);
  });
}
