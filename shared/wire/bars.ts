import * as z from "zod";
import { deferred } from "./deferred.ts";

/** Moments of bars are numbers, since bars travel in columns by the thousand. */
export const BarTime = z.int().describe("Opening time of the bar, epoch milliseconds");
export const BarTimes = z
  .array(z.int())
  .describe("Opening times of the bars, epoch milliseconds, oldest first");

/** Values of something that a bar may lack. */
export const BarColumn = z.array(z.number().nullable()).describe("One value a bar, null where there is none");

/** Bars in columns, as every function answers them. */
export const BarColumnsAnswer = deferred(() =>
  z.object({
    ts: BarTimes,
    open: z.array(z.number()),
    high: z.array(z.number()),
    low: z.array(z.number()),
    close: z.array(z.number()),
    volume: z.array(z.number()),
  }),
);
