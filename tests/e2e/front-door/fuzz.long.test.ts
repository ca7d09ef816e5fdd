import { afterAll, beforeAll } from "vitest";
import { type Door, openDoor } from "./door.ts";
import { fuzzSuite } from "./fuzz-suite.ts";

const CASES = 5_000;

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door?.close());

fuzzSuite(() => door, CASES);
