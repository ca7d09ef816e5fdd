/** A column of a table, as the catalogue tells it. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly initial: string | null;
  readonly identity: "" | "a" | "d";
  readonly generated: "" | "s";
  readonly comment: string | null;
}
