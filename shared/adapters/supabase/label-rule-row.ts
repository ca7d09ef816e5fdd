import type { LabelKind, LabelSpec } from "../../ml/labels/label-spec.ts";

/** The column `label_spec` of ml_models; the horizon has a column of its own. */
export interface LabelRuleRow {
  readonly kind?: LabelKind;
  readonly barrier_multiple: number;
  readonly volatility_window: number;
}

export function toLabelSpec(rule: LabelRuleRow, horizonBars: number): LabelSpec {
  return {
    kind: rule.kind ?? "triple_barrier",
    horizonBars,
    barrierMultiple: rule.barrier_multiple,
    volatilityWindow: rule.volatility_window,
  };
}
