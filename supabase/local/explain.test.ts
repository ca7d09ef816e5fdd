import { describe, expect, it } from "vitest";
import { explain } from "./explain.ts";
import { PortInUseError } from "./listen.ts";
import { LostMigrationError } from "./postgres/migrate.ts";

describe("explain", () => {
  it("tells in one sentence to remove the data of earlier migrations", () => {
    expect(explain(new LostMigrationError("20261121000100"))).toBe(
      "The database was made by earlier migrations (20261121000100 is not among today's): remove the folder .data, or give DATABASE_URL an empty database, and start again.",
    );
  });

  it("names another port", () => {
    expect(explain(new PortInUseError(54_321))).toMatch(/PORT=54322 npm start$/);
  });

  it("shows what nobody foresaw with its stack", () => {
    expect(explain(new Error("odd"))).toMatch(/^Error: odd\n\s+at /);
    expect(explain("odd")).toBe("odd");
  });
});
