import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

// Rules that the catalogue cannot tell: how migrations are written, and that they stay.

const FOLDER = join(import.meta.dirname, "../../migrations");
const FILES = readdirSync(FOLDER).sort();
/** Lines as sha256sum prints them: a new migration adds its own, and none ever changes. */
const HASHES = readFileSync(join(import.meta.dirname, "migrations.sha256"), "utf8")
  .trimEnd()
  .split("\n");

/** SQL without comments and without what stands between single quotes. */
function bare(text: string): string {
  return text.replace(/--.*$/gm, "").replace(/'[^']*'/g, "''");
}

test("the CLI finds them where it looks", () => {
  expect(realpathSync(join(FOLDER, "../supabase/migrations"))).toBe(realpathSync(FOLDER));
});

test("no two have one version", () => {
  expect(new Set(FILES.map((file) => file.slice(0, 14))).size).toBe(FILES.length);
});

test("they are append-only: each is what it was when it came (tests/sql/migrations.sha256)", () => {
  const lines = FILES.map((file) => {
    const hash = createHash("sha256")
      .update(readFileSync(join(FOLDER, file)))
      .digest("hex");
    return `${hash}  ${file}`;
  });
  expect(lines).toEqual(HASHES);
});

describe.each(FILES)("%s", (file) => {
  const text = readFileSync(join(FOLDER, file), "utf8");

  test("is named <version>_<verb>_<object>.sql", () => {
    expect(file).toMatch(/^\d{14}_[a-z]+_[a-z0-9_]+\.sql$/);
  });

  test("says why it is, before anything else", () => {
    expect(text).toMatch(/^-- \S/);
  });

  test("has keywords in small letters", () => {
    const keyword =
      /\b(ALTER|AND|AS|BEGIN|CREATE|DROP|END|FROM|GRANT|INSERT|NOT|NULL|ON|OR|SELECT|TABLE|UPDATE|WHERE)\b/g;
    expect(bare(text).match(keyword) ?? []).toEqual([]);
  });

  test("names its constraints", () => {
    const constraint =
      /(constraint\s+\w+\s+)?(?<!with\s+)\b(?:check\s*\(|foreign key\b|primary key\b|unique\s*\()/g;
    const unnamed = [...bare(text).matchAll(constraint)].filter(([, name]) => !name);
    expect(unnamed.map(([found]) => found)).toEqual([]);
  });
});
