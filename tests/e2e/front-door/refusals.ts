import { FunctionsHttpError } from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { clientOf } from "../../support/stack.ts";
import type { Door } from "./door.ts";

/** How a refusal reaches users of supabase-js, as the README tells it, and where its `type` leads. */
export function refusalSuite(door: () => Door): void {
  test("a refusal reaches users of supabase-js, and its type leads to the paragraph on its code", async () => {
    const { stack } = door();
    const { error } = await clientOf(stack, stack.keys.secret).functions.invoke("ml-predict", {
      body: { symbol: "SYN-ABSENT", timeframe: "1h" },
    });
    expect(error).toBeInstanceOf(FunctionsHttpError);
    const problem = await (error as FunctionsHttpError).context.json();
    expect(problem).toMatchObject({ code: "unknown_symbol", status: 404 });
    const place = new URL(problem.type, stack.url);
    const page = await fetch(place);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toContain(`<h2 id="${place.hash.slice(1)}">`);
  });
}
