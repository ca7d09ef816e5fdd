import { expect, test } from "vitest";
import type { FeatureRow, FeatureStore } from "../../../shared/ports/feature-store.ts";

interface Subject {
  readonly store: FeatureStore;
  /** A bar and a feature set of two features, of which nothing is stored. */
  readonly bar: Omit<FeatureRow, "features">;
  /** Features of all rows of the set. */
  stored(): Promise<readonly (readonly (number | null)[])[]>;
}

/** Duties of a store of features. `open` is called once the test runs. */
export function describeFeatureStore(open: () => Promise<Subject>): void {
  test("stores the features of a bar once, and they stay as they were", async () => {
    const { store, bar, stored } = await open();
    await store.store({ ...bar, features: [0.5, null] });
    await store.store({ ...bar, features: [1, 1] });
    expect(await stored()).toEqual([[0.5, null]]);
    await store.store({ ...bar, ts: bar.ts + 3_600_000, features: [2, 3] });
    expect(await stored()).toHaveLength(2);
  });
}
