/** A rule that every object of the database keeps, those included that are yet to be made. */
export interface CatalogRule {
  readonly rule: string;
  /** A query for the objects that break it. */
  readonly offenders: string;
  /** A statement that breaks it, which proves that the query finds offenders. */
  readonly offence: string;
}
