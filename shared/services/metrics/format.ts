import { LATENCY_BOUNDS_MS, type RequestSums } from "../../ports/request-metrics.ts";

/** Sums in Prometheus's text format: requests by every outcome, latency by endpoint. */
export function formatPrometheus(totals: readonly RequestSums[]): string {
  const requests = totals.map(({ endpoint, status, cache, limiter, requests }) => {
    const labels = labelsOf({ endpoint, status: String(status), cache, limiter });
    return `edgewise_http_requests_total${labels} ${requests}`;
  });
  return [
    "# HELP edgewise_http_requests_total Requests answered, by outcome.",
    "# TYPE edgewise_http_requests_total counter",
    ...requests,
    "# HELP edgewise_http_request_duration_seconds Time until the answer was there.",
    "# TYPE edgewise_http_request_duration_seconds histogram",
    ...[...byEndpoint(totals)].flatMap(([endpoint, sums]) => histogramLines(endpoint, sums)),
    "",
  ].join("\n");
}

function byEndpoint(totals: readonly RequestSums[]): Map<string, RequestSums[]> {
  const groups = new Map<string, RequestSums[]>();
  for (const sums of totals) groups.set(sums.endpoint, [...(groups.get(sums.endpoint) ?? []), sums]);
  return groups;
}

/** Prometheus's buckets are cumulative. */
function histogramLines(endpoint: string, sums: readonly RequestSums[]): string[] {
  const name = "edgewise_http_request_duration_seconds";
  let count = 0;
  const bounds = [...LATENCY_BOUNDS_MS.map((bound) => String(bound / 1_000)), "+Inf"];
  const buckets = bounds.map((le, index) => {
    count += sums.reduce((sum, { buckets }) => sum + buckets[index]!, 0);
    return `${name}_bucket${labelsOf({ endpoint, le })} ${count}`;
  });
  const seconds = sums.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1_000;
  const labels = labelsOf({ endpoint });
  return [...buckets, `${name}_sum${labels} ${seconds}`, `${name}_count${labels} ${count}`];
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  const escaped = (value: string) =>
    value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(",")}}`;
}
