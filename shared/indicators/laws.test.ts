import { describe, expect, test } from "vitest";
import { syntheticBars } from "../../tests/oracles/synthetic-bars.ts";
import { CATALOGUE } from "./catalogue.ts";
import { compute, computeConfirmed } from "./compute.ts";
import type { Indicator } from "./definition.ts";
import type { IndicatorBars, InputField } from "./indicator-bars.ts";
import { openStream } from "./stream.ts";

const LENGTH = 320;
const bars = syntheticBars(LENGTH);
const FIELDS = Object.keys(bars) as InputField[];

/** The same bars with each column transformed. */
function mapBars(
  from: Required<IndicatorBars>,
  change: (column: Float64Array, field: InputField) => Float64Array,
) {
  return Object.fromEntries(
    FIELDS.map((field) => [field, change(from[field], field)]),
  ) as unknown as Required<IndicatorBars>;
}

const firstBars = (count: number) => mapBars(bars, (column) => column.slice(0, count));
const scaled = (factor: number) =>
  mapBars(bars, (column, field) =>
    field === "ts" || field === "volume" ? column : column.map((x) => x * factor),
  );

type Columns = Record<string, Float64Array>;
const outputsOf = (indicator: Indicator) => Object.keys(indicator.outputs);
const firstValue = (column: Float64Array) => column.findIndex((value) => !Number.isNaN(value));

describe.each(CATALOGUE.map((indicator) => [indicator.id, indicator] as const))("%s", (_, indicator) => {
  const batch: Columns = computeConfirmed(indicator, bars);

  test("gives a column a bar for every declared output, and nothing infinite", () => {
    expect(Object.keys(batch).sort()).toEqual(outputsOf(indicator).sort());
    for (const column of Object.values(batch)) {
      expect(column.length).toBe(LENGTH);
      expect(column.every((value) => value - value === 0 || Number.isNaN(value))).toBe(true);
    }
  });

  test("has its first values after the declared warm-up, and no gaps from there", () => {
    const dense = outputsOf(indicator).filter((name) => !indicator.outputs[name]!.sparse);
    for (const name of dense) {
      const column = batch[name]!;
      expect(column.subarray(firstValue(column)).some(Number.isNaN), name).toBe(false);
    }
    const starts = dense.map((name) => firstValue(batch[name]!));
    if (dense.length > 0) expect(Math.max(...starts)).toBe(indicator.warmUp());
  });

  test("stays within its declared ranges", () => {
    for (const name of outputsOf(indicator)) {
      const [low, high] = indicator.outputs[name]!.range ?? [
        Number.NEGATIVE_INFINITY,
        Number.POSITIVE_INFINITY,
      ];
      const slack = 1e-9 * Math.max(1, Math.abs(high));
      expect(
        batch[name]!.every((value) => Number.isNaN(value) || (value >= low - slack && value <= high + slack)),
      ).toBe(true);
    }
  });

  // Bar i is given before bar i + 1 exists, so this also proves of every cut that nothing looks ahead.
  test("fed bar by bar, and carried over as JSON now and then, gives the same bits", () => {
    const rows: Record<string, number>[] = [];
    let stream = openStream(indicator);
    for (let i = 0; i < LENGTH; i++) {
      if (i < 3 || i % 37 === 0)
        stream = openStream(indicator, {}, JSON.parse(JSON.stringify(stream.save())));
      rows.push(stream.next(Object.fromEntries(FIELDS.map((field) => [field, bars[field][i]!]))));
    }
    for (const name of outputsOf(indicator)) {
      expect(
        rows.map((row) => row[name]! + 0),
        name,
      ).toEqual(Array.from(batch[name]!, (value) => value + 0));
    }
  });

  test("a missing bar gives nothing and leaves the others as if it had not been", () => {
    const at = 150;
    const [field] = indicator.inputs.filter((name) => name !== "ts").slice(-1) as [InputField];
    const gapped = mapBars(bars, (column, name) => {
      const wider = new Float64Array(LENGTH + 1);
      wider.set(column.subarray(0, at));
      wider[at] = name === field ? Number.NaN : column[at]!;
      wider.set(column.subarray(at), at + 1);
      return wider;
    });
    const values: Columns = computeConfirmed(indicator, gapped);
    for (const name of outputsOf(indicator)) {
      expect(values[name]![at], name).toBeNaN();
      expect(Array.from(values[name]!.filter((_value, i) => i !== at)), name).toEqual(
        Array.from(batch[name]!),
      );
    }
  });

  test.each([1, 2, 17, 63, 150, 211, 319])("cut after %d bars, what was drawn and confirmed stays", (cut) => {
    const drawn: Columns = compute(indicator, firstBars(cut));
    const whole: Columns = compute(indicator, bars);
    for (const name of outputsOf(indicator)) {
      const lag = indicator.outputs[name]!.confirmationLag?.(indicator.parse()) ?? 0;
      const final = Math.max(0, cut - Math.min(lag, cut));
      expect(Array.from(drawn[name]!.subarray(0, final)), name).toEqual(
        Array.from(whole[name]!.subarray(0, final)),
      );
    }
  });

  test.runIf(indicator.memory === "finite")("depends on no bar before its warm-up", () => {
    const start = 120;
    const later: Columns = computeConfirmed(
      indicator,
      mapBars(bars, (column) => column.slice(start)),
    );
    for (const name of outputsOf(indicator)) {
      const size = batch[name]!.reduce((largest, value) => Math.max(largest, Math.abs(value) || 0), 0);
      for (let i = indicator.warmUp(); i < LENGTH - start; i++) {
        const [fresh, whole] = [later[name]![i]!, batch[name]![start + i]!];
        // A sparse output may also hold what came before.
        if (indicator.outputs[name]!.sparse && Number.isNaN(fresh)) continue;
        expect(Math.abs(fresh - whole) || 0, `${name}[${i}]`).toBeLessThanOrEqual(1e-11 * size);
      }
    }
  });

  test.each([1e-9, 1e-4, 1e9])("prices times %d change values by their unit alone", (factor) => {
    const values: Columns = computeConfirmed(indicator, scaled(factor));
    for (const name of outputsOf(indicator)) {
      const scale = { price: factor, money: factor, price2: factor * factor, volume: 1, ratio: 1 }[
        indicator.outputs[name]!.unit
      ];
      const expected = batch[name]!.map((value) => value * scale);
      const size = expected.reduce((largest, value) => Math.max(largest, Math.abs(value) || 0), 0);
      for (let i = 0; i < LENGTH; i++) {
        expect(Number.isNaN(values[name]![i]!), `${name}[${i}]`).toBe(Number.isNaN(expected[i]!));
        expect(Math.abs(values[name]![i]! - expected[i]!) || 0, `${name}[${i}]`).toBeLessThanOrEqual(
          1e-9 * size,
        );
      }
    }
  });

  test("a market that does not move gives finite values, no spread and no direction", () => {
    const flat = mapBars(bars, (column, field) => (field === "ts" ? column : column.map(() => 0.1)));
    const values: Columns = computeConfirmed(indicator, flat);
    for (const name of outputsOf(indicator)) {
      const { unit, sparse } = indicator.outputs[name]!;
      const rest = values[name]!.subarray(indicator.warmUp());
      if (!sparse) expect(rest.some(Number.isNaN), name).toBe(false);
      if (unit === "price2")
        expect(
          rest.every((value) => value === 0),
          name,
        ).toBe(true);
    }
  });

  test.each([
    ["no volume", (field: InputField) => field === "volume"],
    ["prices of zero", (field: InputField) => field !== "ts" && field !== "volume"],
  ])("%s is no division by zero", (_name, isZero) => {
    const zero = mapBars(bars, (column, field) => (isZero(field) ? column.map(() => 0) : column));
    for (const column of Object.values<Float64Array>(computeConfirmed(indicator, zero))) {
      expect(column.some((value) => value - value !== 0 && !Number.isNaN(value))).toBe(false);
    }
  });

  test("takes no bars and a single bar", () => {
    for (const count of [0, 1]) {
      for (const column of Object.values<Float64Array>(compute(indicator, firstBars(count)))) {
        expect(column.length).toBe(count);
      }
    }
  });
});
