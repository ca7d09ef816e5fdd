/** One parameter of an indicator: what it may be and what it is when not given. */
export interface ParamSpec {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

export type ParamSpecs = Readonly<Record<string, ParamSpec>>;
export type Params<P extends ParamSpecs> = { readonly [K in keyof P]: number };

/** A request that no indicator can answer: the message names the parameter or column and what it may be. */
export class IndicatorInputError extends Error {
  override readonly name = "IndicatorInputError";
}

/** A whole number from `min` to `max`, both included. */
export function integer(defaultValue: number, min: number, max: number): ParamSpec {
  return { default: defaultValue, min, max, integer: true };
}

/** A length in bars. A thousand is the most that a request's history is sure to hold. */
export function barCount(defaultValue: number, min = 2): ParamSpec {
  return integer(defaultValue, min, 1000);
}

/** A real number from `min` to `max`, both included. */
export function real(defaultValue: number, min: number, max: number): ParamSpec {
  return { default: defaultValue, min, max, integer: false };
}

/**
 * Fills in defaults and checks what was given.
 * @throws IndicatorInputError on an unknown name, a value out of range, not finite or not whole where it must be
 */
export function resolveParams<P extends ParamSpecs>(
  specs: P,
  given: Readonly<Record<string, number>>,
): Params<P> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(specs, name));
  if (unknown !== undefined) {
    throw new IndicatorInputError(
      `unknown parameter "${unknown}"; known are: ${Object.keys(specs).join(", ") || "none"}`,
    );
  }
  const resolved = Object.entries(specs).map(([name, spec]) => {
    const value = given[name] ?? spec.default;
    if (!(value >= spec.min && value <= spec.max) || (spec.integer && !Number.isInteger(value))) {
      const kind = spec.integer ? "a whole number" : "a number";
      throw new IndicatorInputError(
        `"${name}" must be ${kind} from ${spec.min} to ${spec.max}, got ${value}`,
      );
    }
    return [name, value];
  });
  return Object.fromEntries(resolved);
}
