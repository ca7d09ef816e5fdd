// The package is CommonJS, whose names a lazy import of a bundle cannot see. So this module imports it, and is what is
// imported lazily.
export { Ratelimit } from "@upstash/ratelimit";
