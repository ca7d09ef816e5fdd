const MINUTE_MS = 60_000;
/** No zone changes its clocks twice within a week, so a week with equal ends is flat inside. */
const SPAN_MS = 7 * 24 * 60 * MINUTE_MS;

/** A stretch of time that holds at most one change of the clocks. */
interface Span {
  readonly changesAt: number;
  readonly before: number;
  readonly after: number;
}

/** Wall clocks by zone: making a formatter costs more than a year of bars, and what is known of a zone stays true. */
const clocks = new Map<string, (ts: number) => number>();

/**
 * The offset to add to UTC to get the zone's wall clock at a time, in milliseconds. `Intl` takes microseconds a call, so its
 * answers are kept a week at a time and a change of the clocks inside a week is found by bisection: for a run of bars
 * `Intl` is asked once a week of them. Throws a RangeError for an unknown zone.
 */
export function zoneOffset(zone: string): (ts: number) => number {
  const clock = clocks.get(zone) ?? createClock(zone);
  clocks.set(zone, clock);
  return clock;
}

function createClock(zone: string): (ts: number) => number {
  if (zone === "UTC") return () => 0;
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const lookUp = (ts: number) => parseOffset(format.format(ts));
  const spans = new Map<number, Span>();
  let [spanIndex, span] = [Number.NaN, { changesAt: 0, before: 0, after: 0 } as Span];
  return (ts) => {
    const index = Math.floor(ts / SPAN_MS);
    if (index !== spanIndex) {
      spanIndex = index;
      span = spans.get(index) ?? findSpan(lookUp, index * SPAN_MS);
      spans.set(index, span);
    }
    return ts < span.changesAt ? span.before : span.after;
  };
}

function findSpan(lookUp: (ts: number) => number, start: number): Span {
  const before = lookUp(start);
  const after = lookUp(start + SPAN_MS);
  if (before === after) return { changesAt: start, before, after };
  let low = start;
  let high = start + SPAN_MS;
  while (high - low > MINUTE_MS) {
    const middle = low + MINUTE_MS * Math.floor((high - low) / MINUTE_MS / 2);
    if (lookUp(middle) === before) low = middle;
    else high = middle;
  }
  return { changesAt: high, before, after };
}

/** Reads the end of "1/15/2024, GMT-05:00"; UTC itself is written "GMT". */
function parseOffset(text: string): number {
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(text) ?? [];
  const magnitude = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS;
  return sign === "-" ? -magnitude : magnitude;
}
