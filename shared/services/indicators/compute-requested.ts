import { Failure } from "../../failure.ts";
import { findIndicator } from "../../indicators/catalogue.ts";
import { compute } from "../../indicators/compute.ts";
import type { Indicator } from "../../indicators/definition.ts";
import type { IndicatorBars } from "../../indicators/indicator-bars.ts";
import { IndicatorInputError } from "../../indicators/params.ts";

export interface IndicatorRequest {
  readonly id: string;
  /** Parameters that differ from the defaults. */
  readonly params: Readonly<Record<string, number>>;
}

/** A request that has been checked: the indicator and all of its parameters. */
export interface RequestedIndicator {
  readonly indicator: Indicator;
  readonly params: Readonly<Record<string, number>>;
  /** Where in the request it stands. */
  readonly pointer: string;
}

/**
 * Finds the indicators and fills in their parameters, before any bar is read.
 * @param list pointer to the list in the request
 * @throws Failure invalid_request with a pointer to the one that is wrong
 */
export function checkRequested(
  requests: readonly IndicatorRequest[],
  list = "/indicators",
): RequestedIndicator[] {
  return requests.map(({ id, params }, at) => {
    const pointer = `${list}/${at}`;
    const indicator = findIndicator(id);
    if (!indicator) {
      throw refusal(
        "invalid_request",
        pointer,
        `there is no indicator "${id}"; GET /indicators/catalogue lists them`,
      );
    }
    try {
      return { indicator, params: indicator.parse(params), pointer };
    } catch (error) {
      if (!(error instanceof IndicatorInputError)) throw error;
      throw refusal("invalid_request", `${pointer}/params`, error.message);
    }
  });
}

/**
 * One column an output for each of the newest `count` bars.
 * @throws Failure not_enough_bars, invalid_request
 */
export function computeRequested(
  { indicator, params, pointer }: RequestedIndicator,
  bars: IndicatorBars,
  count: number,
): Record<string, Float64Array> {
  const needed = indicator.warmUp(params) + 1;
  if (bars.ts.length < needed) {
    throw refusal(
      "not_enough_bars",
      pointer,
      `${indicator.id} needs ${needed} closed bars, and ${bars.ts.length} are stored`,
    );
  }
  if (indicator.inputs.includes("reference") && !bars.reference) {
    throw refusal("invalid_request", "/reference", `${indicator.id} compares with another symbol: name it`);
  }
  const columns = compute(indicator, bars, params);
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.subarray(-count)]));
}

function refusal(code: "invalid_request" | "not_enough_bars", pointer: string, detail: string): Failure {
  return new Failure(code, `${pointer}: ${detail}.`, { errors: [{ pointer, detail }] });
}
