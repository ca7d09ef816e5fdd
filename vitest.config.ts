import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { ProjectSeconds } from "./tests/support/project-seconds.ts";
import { RoomCoverage } from "./tests/support/room-coverage.ts";

const COMMON = { testTimeout: 30_000, hookTimeout: 120_000 };

/** These keep nothing in modules that a later file could see, so the modules are loaded once for all of them. */
const SHARED = { isolate: false };

/** Tests that wait for real processes get a second try in CI, whose machines stall now and then; the report names them. */
const PATIENT = { testTimeout: 180_000, retry: process.env.CI ? 1 : 0 };

/** A file of the first ring takes no longer, on two cores. */
const FILE_LIMIT_SECONDS = 20;

/**
 * Two rings, each with one project per kind of test. `npm test` (`vitest run`) is the first: all that takes seconds.
 * `npm run test:long` (`vitest run --mode long`) is the second: files named `*.long.test.ts`, which need minutes.
 */
export default defineConfig(({ mode }) => {
  const isLong = mode === "long";
  const testsIn = (folders: string) =>
    isLong
      ? { include: [`${folders}/**/*.long.test.ts`] }
      : { include: [`${folders}/**/*.test.ts`], exclude: ["**/*.long.test.ts"] };
  const report = process.env.EDGEWISE_TEST_REPORT;

  return {
    test: {
      // All cores: much of a test's time goes by outside of its process, in Postgres and in the functions' isolates.
      maxWorkers: availableParallelism(),
      reporters: [
        "default",
        new ProjectSeconds(isLong ? undefined : FILE_LIMIT_SECONDS),
        new RoomCoverage(),
        ...(report ? [["json", { outputFile: report }] as ["json", { outputFile: string }]] : []),
      ],
      coverage: {
        provider: "v8",
        include: ["{functions,shared,seed}/**/*.ts", "supabase/{local,tools}/**/*.ts"],
        // AssemblyScript has the ending of TypeScript and a grammar of its own.
        exclude: ["**/*.test.ts", "**/*.d.ts", "shared/ml/matrix/assembly/**"],
        // RoomCoverage prints what there is to see.
        reporter: ["json-summary"],
      },
      projects: [
        {
          test: {
            ...COMMON,
            ...SHARED,
            name: "unit",
            ...testsIn("{functions,shared,seed,supabase/local,supabase/tools,tests/support,tests/prove}"),
          },
        },
        {
          test: {
            ...COMMON,
            name: "learning",
            ...testsIn("tests/learning"),
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
            ...testsIn("tests/sql"),
            globalSetup: "tests/support/template-cluster.ts",
          },
        },
        {
          test: {
            ...COMMON,
            ...PATIENT,
            ...SHARED,
            name: "contract",
            ...testsIn("tests/contract"),
          },
        },
        {
          test: {
            ...COMMON,
            ...PATIENT,
            ...SHARED,
            name: "e2e",
            ...testsIn("tests/e2e"),
            globalSetup: [
              "tests/support/template-cluster.ts",
              ...(isLong ? [] : ["tests/e2e/shared-stack.ts"]),
            ],
          },
        },
        {
          test: {
            ...COMMON,
            ...PATIENT,
            name: "browser",
            ...testsIn("tests/browser"),
          },
        },
      ],
    },
  };
});
