import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = new URL("../../", import.meta.url);
const MOST_LINES = 250;
/** Tables of cases, which are data: a reader looks a row up in them and follows nothing. */
const TABLES = ["tests/oracles/quotes-cases.ts"];

/** TypeScript, JavaScript and migrations of the repository, new ones that are not committed yet too. */
function sourceFiles(): string[] {
  const asked = [
    "ls-files",
    "--cached",
    "--others",
    "--exclude-standard",
    "--",
    "*.ts",
    "*.mjs",
    "migrations/*.sql",
  ];
  const listed = execFileSync("git", asked, { cwd: fileURLToPath(ROOT), encoding: "utf8" });
  return listed.split("\n").filter((path) => path !== "" && existsSync(new URL(path, ROOT)));
}

const linesOf = (path: string) => readFileSync(new URL(path, ROOT), "utf8").trimEnd().split("\n").length;

it(`a file has at most ${MOST_LINES} lines, tests included; tables of cases alone may have more`, () => {
  const paths = sourceFiles();
  expect(paths).toContain("tests/contract/file-lengths.test.ts");
  expect(paths.filter((path) => linesOf(path) > MOST_LINES)).toEqual(TABLES);
});
