// A part of the platform, or a caller, misbehaves: every answer is right, or 429 or 503 with Retry-After,
// and 5 s after the end of the fault everything is answered again.
import { afterAll, beforeAll } from "vitest";
import { Judge, requestsOf } from "./ask.ts";
import { callerFaults } from "./caller-faults.ts";
import { type Ground, prepareGround } from "./ground.ts";
import { postgresFaults, redisFaults, storageFaults } from "./part-faults.ts";

let ground: Ground;
let judge: Judge;

beforeAll(async () => {
  ground = await prepareGround();
  judge = new Judge(Object.values(requestsOf(ground)));
  await judge.learn();
});
afterAll(() => ground?.leave());

const scene = () => ({ ground, judge });
redisFaults(scene);
storageFaults(scene);
postgresFaults(scene);
callerFaults(scene);
