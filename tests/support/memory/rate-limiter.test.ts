import { describeRateLimiter } from "../rate-limiter-suite.ts";
import { createMemoryRateLimiter } from "./rate-limiter.ts";

describeRateLimiter("memory", createMemoryRateLimiter);
