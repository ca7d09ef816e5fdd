import { defineConfig } from "vitest/config";

const COMMON = { testTimeout: 30_000, hookTimeout: 120_000 };

/** One project per kind of test, so that `npm test -- --project unit` runs just that room. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...COMMON,
          name: "unit",
          include: ["{functions,shared,seed,supabase/local}/**/*.test.ts"],
        },
      },
      {
        test: {
          ...COMMON,
          name: "learning",
          include: ["tests/learning/**/*.test.ts"],
          // Minutes of learning; a timeout here is only against hanging.
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      { test: { ...COMMON, name: "sql", include: ["tests/sql/**/*.test.ts"], fileParallelism: false } },
      {
        test: {
          ...COMMON,
          name: "contract",
          include: ["tests/contract/**/*.test.ts"],
          testTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...COMMON,
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
