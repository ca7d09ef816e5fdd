import { parseArgs } from "node:util";
import { FAMILY_NAMES } from "../../../shared/ml/learners.ts";

export const USAGE = `Usage: npm run train -- --symbols EURUSD[,GBPUSD] --horizon 1h
  --horizon           1m, 5m, 15m, 1h, 4h, 1d, 1w or 1mo; with --timeframe in its bars, or a duration of so many
  --timeframe         of the bars to learn from; the horizon's own when left out
  --label             triple_barrier or fixed_horizon; the horizon's own when left out
  --family            the horizon's own when left out; one of
                      ${FAMILY_NAMES.join(", ")}
  --params            the learner's parameters as JSON, for example '{"rounds":100}'
  --search            looks for better parameters first; --search='{"trials":20}' has options, as docs/training.md tells
  --validation        cross-validates: walk_forward or cpcv, or options as JSON: '{"scheme":"cpcv","groups":8}',
                      or with a rolling window '{"scheme":"walk_forward","window_days":180}'
  --half-life-days    age at which a row counts half as much as the newest
  --seed              a whole number (0)
  --max-bars          bars of all symbols together at most, the newest ones; more than 40000 need npm run worker
  --from, --to        first bar to use, and the end of the bars, for example 2025-01-01T00:00:00Z
  --promote           if_passed: serves at once where nothing does and the gate is passed; or never
  --model-version     a name of your own for the model
  --priority          -10 to 10, higher first (0); a negative one as --priority=-2
  --cpu-budget-seconds  seconds that the job may compute in all
  --force             train even when the same was trained in the last seven days
  --url, --key        another project than the one that npm start runs, and its secret key
  --help              this text`;

const OPTIONS = {
  symbols: { type: "string" },
  timeframe: { type: "string" },
  horizon: { type: "string" },
  label: { type: "string" },
  family: { type: "string" },
  params: { type: "string" },
  search: { type: "string" },
  validation: { type: "string" },
  "half-life-days": { type: "string" },
  seed: { type: "string" },
  "max-bars": { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  promote: { type: "string" },
  "model-version": { type: "string" },
  priority: { type: "string" },
  "cpu-budget-seconds": { type: "string" },
  force: { type: "boolean" },
  url: { type: "string" },
  key: { type: "string" },
  help: { type: "boolean" },
} as const;

type Flags = Partial<Record<keyof typeof OPTIONS, string | boolean>>;

export interface TrainingCommand {
  readonly connection: { readonly url?: string; readonly key?: string };
  /** The body of POST /trigger-training; the server checks it. */
  readonly body: Readonly<Record<string, unknown>>;
}

const text = (value: string) => value;
const json = (value: string): unknown => JSON.parse(value);
const textOrJson = (value: string): unknown => (value.startsWith("{") ? json(value) : value);

/** Flags by the member of the request that each becomes. */
const MEMBERS: readonly (readonly [keyof Flags, string, (value: string) => unknown])[] = [
  ["symbols", "symbols", (value) => value.split(",")],
  ["horizon", "horizon", text],
  ["timeframe", "timeframe", text],
  ["label", "label", text],
  ["family", "family", text],
  ["params", "params", json],
  ["search", "search", json],
  ["validation", "validation", textOrJson],
  ["half-life-days", "half_life_days", Number],
  ["seed", "seed", Number],
  ["max-bars", "max_bars", Number],
  ["from", "from", text],
  ["to", "to", text],
  ["promote", "promote", text],
  ["model-version", "model_version", text],
  ["priority", "priority", Number],
  ["cpu-budget-seconds", "cpu_budget_seconds", Number],
];

/**
 * The training that a command line asks for; undefined where it asks for help. Throws an Error that names the flag where a value cannot be
 * read, or where symbols or horizon are missing.
 */
export function readTrainingFlags(args: readonly string[]): TrainingCommand | undefined {
  const { values } = parseArgs({ args: args.map(withDefaults), options: OPTIONS });
  const flags: Flags = values;
  if (flags.help) return undefined;
  if (!flags.symbols || !flags.horizon) throw new Error(`--symbols and --horizon must be given.\n${USAGE}`);
  const members = MEMBERS.flatMap(([flag, member, read]) => {
    const value = flags[flag];
    return typeof value === "string" ? [[member, readValue(flag, value, read)] as const] : [];
  });
  return {
    connection: { ...pick(values, "url"), ...pick(values, "key") },
    body: { ...Object.fromEntries(members), force_retrain: flags.force === true },
  };
}

/** A search without options has the default ones. */
const withDefaults = (arg: string) => (arg === "--search" ? "--search={}" : arg);

function readValue(flag: string, value: string, read: (value: string) => unknown): unknown {
  try {
    return read(value);
  } catch {
    throw new Error(`--${flag} is no JSON: ${value}`);
  }
}

function pick<Name extends "url" | "key">(values: { readonly [K in Name]?: string | undefined }, name: Name) {
  return values[name] === undefined ? {} : ({ [name]: values[name] } as { [K in Name]: string });
}
