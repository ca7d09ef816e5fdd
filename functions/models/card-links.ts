import { CARD_PICTURES } from "../../shared/chart/card/pictures.ts";

/** Where a model's card and its pictures are. */
export function cardLinks({ publicUrl }: { readonly publicUrl: string }, version: string) {
  const url = `${publicUrl}/functions/v1/models/${encodeURIComponent(version)}/card`;
  return { url, pictures: Object.fromEntries(CARD_PICTURES.map((name) => [name, `${url}/${name}.svg`])) };
}
