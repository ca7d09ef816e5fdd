import type { RouteLimit } from "./limit-rate.ts";

/** The cost of a request with many `items` in its body: one for every `perRequest` of them, begun ones included. */
export function itemCost(perRequest: number): NonNullable<RouteLimit["cost"]> {
  return ({ body }) => {
    const items = body !== null && typeof body === "object" && "items" in body ? body.items : undefined;
    return Array.isArray(items) ? Math.ceil(items.length / perRequest) : 1;
  };
}
