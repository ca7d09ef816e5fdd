import { expect, test } from "vitest";
import type { Trial, TrialBatch, TrialLog } from "../../../shared/ports/trial-log.ts";

interface Subject {
  readonly log: TrialLog;
  /** Two symbols, without trials. */
  readonly symbols: readonly [string, string];
}

const trial = (number: number): Trial => ({
  trial: number,
  family: "boosting",
  params: { rounds: 30 },
  seed: 1,
  logLoss: 1.05,
  sharpe: null,
  metrics: {},
});

/** Duties of a log of trials. `open` is called once the test runs. */
export function describeTrialLog(open: () => Promise<Subject>): void {
  test("counts each trial of a job once, over all universes that share a symbol", async () => {
    const { log, symbols } = await open();
    const [a, b] = symbols;
    const batch = (fields: Partial<TrialBatch>): TrialBatch => ({
      jobId: crypto.randomUUID(),
      universe: a,
      symbols: [a],
      timeframe: "1h",
      horizonBars: 12,
      trials: [trial(1)],
      ...fields,
    });
    const count = (of: readonly string[]) => log.countTrials({ symbols: of, timeframe: "1h" });
    const job = batch({ trials: [trial(1), trial(2)] });
    await log.record(job);
    await log.record({ ...job, trials: [trial(2), trial(3)] });
    await log.record(batch({ universe: `${a}+${b}`, symbols, horizonBars: 24 }));
    await log.record(batch({ timeframe: "1d" }));
    expect(await count([a])).toBe(4);
    expect(await count([b])).toBe(1);
    expect(await count([a, b])).toBe(4);
    expect(await log.countTrials({ symbols: [a], timeframe: "4h" })).toBe(0);
  });
}
