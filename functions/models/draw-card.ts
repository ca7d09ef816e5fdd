import * as z from "zod";
import { CARD_PICTURES, type CardPicture, drawCardPicture } from "../../shared/chart/card/pictures.ts";
import { THEMES } from "../../shared/chart/theme.ts";
import { defineRoute } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { getCardToDraw } from "../../shared/services/models/get-card.ts";
import type { ModelsDeps } from "./deps.ts";
import { VersionParams } from "./schema.ts";
import { seesEveryModel } from "./visibility.ts";

const SVG = "image/svg+xml";

const PictureParams = VersionParams.extend({
  picture: z.enum(CARD_PICTURES.map((name) => `${name}.svg` as const)).meta({ example: "reliability.svg" }),
});
const PictureQuery = z.object({
  theme: z.enum(THEMES).default("auto").describe("auto: what the reader prefers"),
});

const route = defineRoute(
  {
    callers: ["anon", "user", "secret", "api_key"],
    scope: "models:read",
    refusals: ["not_found", "unavailable"],
  },
  {
    method: "get",
    path: "/{version}/card/{picture}",
    operationId: "drawModelCard",
    summary: "Draw a picture of a model's card",
    description: "One SVG picture. docs/model-card.md says how to read each.",
    request: { params: PictureParams, query: PictureQuery },
    responses: { 200: { description: "The picture", content: { [SVG]: { schema: z.string() } } } },
  },
);

export function drawCardOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const { version, picture } = c.req.valid("param");
    const { theme } = c.req.valid("query");
    const { card, report } = await getCardToDraw(deps, {
      version,
      activeOnly: !seesEveryModel(c.var.caller),
    });
    const name = picture.slice(0, -".svg".length) as CardPicture;
    return c.body(drawCardPicture(name, card, report, { version, theme }), 200, { "content-type": SVG });
  });
}
