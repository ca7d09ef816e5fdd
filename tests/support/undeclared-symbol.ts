import { Failure } from "../../shared/failure.ts";
import type { BarStore } from "../../shared/ports/bar-store.ts";

/** The outcome that the database gives for a symbol that nobody has declared; any other symbol is the store's. */
export function withUndeclaredSymbol(bars: BarStore, symbol: string): BarStore {
  const unless = <Q extends { readonly symbol: string }, A>(answer: (query: Q) => Promise<A>) =>
    async function refuseOrAnswer(query: Q): Promise<A> {
      if (query.symbol === symbol) throw new Failure("unknown_symbol", `unknown instrument ${symbol}`);
      return await answer(query);
    };
  return { read: unless(bars.read), write: unless(bars.write), gaps: unless(bars.gaps) };
}
