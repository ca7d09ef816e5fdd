import { OpenAPIHono } from "@hono/zod-openapi";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { declareLiterals, literalsIn } from "../../docs/declare-literals.ts";
import { describeApi } from "../../docs/generate-openapi.ts";
import { everyApp } from "../support/every-app.ts";

describe("literals in the API's document", () => {
  it("keep all of their values, also deep inside and with a default", () => {
    const contract = {
      method: "post" as const,
      path: "/",
      request: {
        body: {
          content: {
            "application/json": {
              schema: z.object({
                share: z.literal([0.8, 0.9, 0.95]).default(0.9).describe("A share"),
                list: z.array(z.literal(["a", "b"])).optional(),
                only: z.literal("one"),
              }),
            },
          },
        },
      },
      responses: {},
    };
    declareLiterals(contract, z.globalRegistry);
    const app = new OpenAPIHono();
    app.openAPIRegistry.registerPath(contract);
    const { paths } = app.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "", version: "" } });
    const body = JSON.parse(JSON.stringify(paths)).paths ?? JSON.parse(JSON.stringify(paths));
    expect(body["/"].post.requestBody.content["application/json"].schema.properties).toEqual({
      share: { type: "number", enum: [0.8, 0.9, 0.95], default: 0.9, description: "A share" },
      list: { type: "array", items: { type: "string", enum: ["a", "b"] } },
      only: { type: "string", enum: ["one"] },
    });
  });

  it("of several values stand in it whole, and every default is one of them", async () => {
    const text = JSON.stringify(await describeApi());
    const apps = await everyApp();
    const several = literalsIn(apps.map(({ app }) => app.contracts))
      .map(({ _zod }) => _zod.def.values)
      .filter(({ length }) => length > 1);
    expect(several.length).toBeGreaterThan(0);
    for (const values of several) expect(text).toContain(`"enum":${JSON.stringify(values)}`);
  });

  it("and other enumerations hold their defaults and examples", async () => {
    for (const schema of enumerationsIn(await describeApi())) {
      for (const value of [schema.default, schema.example]) {
        if (value !== undefined) expect(schema.enum).toContain(value);
      }
    }
  });
});

interface Enumeration {
  readonly enum: readonly unknown[];
  readonly default?: unknown;
  readonly example?: unknown;
}

function enumerationsIn(part: unknown): Enumeration[] {
  if (part === null || typeof part !== "object") return [];
  const inside = Object.values(part).flatMap(enumerationsIn);
  return "enum" in part && Array.isArray(part.enum) ? [part as Enumeration, ...inside] : inside;
}
