import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const COMMON = { testTimeout: 30_000, hookTimeout: 120_000 };

/** These keep nothing in modules that a later file could see, so the modules are loaded once for all of them. */
const SHARED = { isolate: false };

/** Tests that wait for real processes get a second try in CI, whose machines stall now and then; the report names them. */
const PATIENT = { testTimeout: 180_000, retry: process.env.CI ? 1 : 0 };

/** One project per kind of test, so that `npm test -- --project unit` runs just that room. */
export default defineConfig({
  test: {
    // All cores: much of a test's time goes by outside of its process, in Postgres and in the functions' isolates.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          ...COMMON,
          ...SHARED,
          name: "unit",
          include: ["{functions,shared,seed,supabase/local,supabase/tools,tests/support}/**/*.test.ts"],
        },
      },
      {
        test: {
          ...COMMON,
          name: "learning",
          include: ["tests/learning/**/*.test.ts"],
          // Loaded by Node itself: in vitest's own loader every use of an import is a getter, which doubles the time.
          execArgv: ["--import", "tsx"],
          server: { deps: { external: [/\/(functions|seed|shared)\/.*\.ts$/] } },
          // Minutes of learning; a timeout here is only against hanging.
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      // Each file has a server of its own.
      {
        test: {
          ...COMMON,
          ...SHARED,
          name: "sql",
          include: ["tests/sql/**/*.test.ts"],
          globalSetup: "tests/sql/template-cluster.ts",
        },
      },
      {
        test: {
          ...COMMON,
          ...PATIENT,
          name: "contract",
          include: ["tests/contract/**/*.test.ts"],
        },
      },
      {
        test: {
          ...COMMON,
          ...PATIENT,
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
        },
      },
    ],
  },
});
