import type { RequestMetrics, RequestSums } from "../../ports/request-metrics.ts";
import { callFunction, type ProjectClient } from "./client.ts";

type Row = Omit<RequestSums, "durationMs"> & { readonly duration_ms: number };

/** Sums in `request_metrics` and `request_totals`. */
export function createSupabaseRequestMetrics(client: ProjectClient): RequestMetrics {
  return {
    async record(sums) {
      const rows: Row[] = sums.map(({ durationMs, ...sum }) => ({ ...sum, duration_ms: durationMs }));
      await callFunction<void>(client, "record_request_metrics", { p_rows: rows });
    },
    async totals() {
      const rows = await callFunction<Row[]>(client, "get_request_totals");
      return rows.map(({ duration_ms, ...row }) => ({ ...row, durationMs: duration_ms }));
    },
  };
}
