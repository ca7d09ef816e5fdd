import { describeRateLimiter } from "../../../tests/support/rate-limiter-suite.ts";
import { createMemoryRateLimiter } from "./rate-limiter.ts";

describeRateLimiter("memory", createMemoryRateLimiter);
