import { expect, test } from "vitest";
import { TriggerTrainingBody } from "../../../functions/trigger-training/schema.ts";
import { readTrainingFlags, USAGE } from "./training-flags.ts";

const LEAST = ["--symbols", "EURUSD,GBPUSD", "--horizon", "1h"];

test("every flag becomes the member that trigger-training takes", () => {
  const flags = [
    ...["--timeframe", "1h", "--label", "fixed_horizon", "--family", "forest", "--params", '{"trees":50}'],
    ...["--search", "--validation", "cpcv", "--half-life-days", "90", "--seed", "7", "--max-bars", "5000"],
    ...["--from", "2025-01-01T00:00:00Z", "--to", "2026-01-01T00:00:00Z", "--promote", "never"],
    ...["--priority=-2", "--cpu-budget-seconds", "90"],
    ...["--model-version", "mine", "--force", "--url", "http://x", "--key", "k"],
  ];
  const { body, connection } = readTrainingFlags([...LEAST, ...flags])!;
  expect(body).toEqual({
    symbols: ["EURUSD", "GBPUSD"],
    horizon: "1h",
    timeframe: "1h",
    label: "fixed_horizon",
    family: "forest",
    params: { trees: 50 },
    search: {},
    validation: "cpcv",
    half_life_days: 90,
    seed: 7,
    max_bars: 5000,
    from: "2025-01-01T00:00:00Z",
    to: "2026-01-01T00:00:00Z",
    promote: "never",
    priority: -2,
    cpu_budget_seconds: 90,
    model_version: "mine",
    force_retrain: true,
  });
  expect(connection).toEqual({ url: "http://x", key: "k" });
});

test("all that trigger-training accepts has a flag, and help names every flag", () => {
  const members = Object.keys(TriggerTrainingBody.in.shape).map((name) => name.replace(/_/g, "-"));
  for (const flag of members.map((name) => (name === "force-retrain" ? "force" : name))) {
    expect(USAGE).toContain(`--${flag}`);
  }
});

test("options are JSON; what is left out is left to the server", () => {
  const given = ['--search={"trials":20}', "--validation", '{"scheme":"walk_forward","window_days":180}'];
  const { body } = readTrainingFlags([...LEAST, ...given])!;
  expect(body).toMatchObject({
    search: { trials: 20 },
    validation: { scheme: "walk_forward", window_days: 180 },
  });
  expect(readTrainingFlags(LEAST)!.body).toEqual({
    symbols: ["EURUSD", "GBPUSD"],
    horizon: "1h",
    force_retrain: false,
  });
});

test("asks for what is missing, and names what it cannot read", () => {
  expect(readTrainingFlags(["--help"])).toBeUndefined();
  expect(() => readTrainingFlags(["--horizon", "1h"])).toThrow("--symbols and --horizon");
  expect(() => readTrainingFlags([...LEAST, "--params", "{"])).toThrow("--params is no JSON");
  expect(() => readTrainingFlags([...LEAST, "--fast"])).toThrow("--fast");
});
