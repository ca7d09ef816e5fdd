import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/support/database.ts";
import { usePostgres } from "./start-postgres.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ migrations: false });
});
afterAll(() => database?.stop());

describe("usePostgres", () => {
  it("takes a running server, also one that has everything, and hands out the platform's role", async () => {
    const server = await usePostgres(database.superuserUrl);
    expect(server.url).toBe(database.url);
    await server.stop();
  });

  it("refuses a role that cannot set it up", async () => {
    await expect(usePostgres(database.url)).rejects.toThrow('this is "postgres"');
  });
});
