import type { Random } from "../../../shared/math/random.ts";

const HOSTILE: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  -2_147_483_649,
  "",
  "\u0000",
  "\ud800",
  "'; drop table ml_models; --",
  "../../../etc/passwd",
  "<script>alert(1)</script>",
  "a".repeat(10_000),
  "%00%ff",
  "NaN",
  [],
  [[[[]]]],
  {},
  { __proto__: null, constructor: 1 },
  { $ref: "#" },
];

/** The same value with one place in it replaced, removed or added to, as somebody would who means no good. */
export function mutate(value: unknown, random: Random): unknown {
  const hostile = HOSTILE[random.below(HOSTILE.length)];
  if (typeof value !== "object" || value === null || random.uniform() < 0.2) return hostile;
  if (Array.isArray(value)) {
    if (value.length === 0 || random.uniform() < 0.3) return [...value, hostile];
    const at = random.below(value.length);
    return value.map((item, i) => (i === at ? mutate(item, random) : item));
  }
  const names = Object.keys(value);
  if (names.length === 0 || random.uniform() < 0.2)
    return { ...value, [`extra_${random.below(9)}`]: hostile };
  const name = names[random.below(names.length)]!;
  const { [name]: chosen, ...rest } = value as Record<string, unknown>;
  return random.uniform() < 0.3 ? rest : { ...rest, [name]: mutate(chosen, random) };
}
