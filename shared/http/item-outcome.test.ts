import { expect, it } from "vitest";
import { Failure } from "../failure.ts";
import { settleItem } from "./item-outcome.ts";
import { createLogger } from "./logger.ts";

const lines: string[] = [];
const logger = createLogger("test", (line) => lines.push(line));

it("gives an answer, or the refusal with its pointers", async () => {
  expect(await settleItem(logger, Promise.resolve(1))).toEqual({ answer: 1, problem: null });
  const errors = [{ pointer: "/a", detail: "b" }];
  const refused = Promise.reject(new Failure("invalid_request", "No.", { errors, cause: "private" }));
  expect(await settleItem(logger, refused)).toEqual({
    answer: null,
    problem: { code: "invalid_request", detail: "No.", errors },
  });
});

it("tells nothing of an unexpected error, and logs it", async () => {
  const { problem } = await settleItem(logger, Promise.reject(new Error("the table is gone")));
  expect(problem?.code).toBe("internal");
  expect(JSON.stringify(problem)).not.toContain("table");
  expect(lines.join()).toContain("the table is gone");
});
