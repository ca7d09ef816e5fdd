/** A position that was really held, after costs. */
export interface Trade {
  readonly closedAt: number;
  /** Net return as a fraction of the entry price. */
  readonly netReturn: number;
}
