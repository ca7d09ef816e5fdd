import { describe, expect, it, test } from "vitest";
import { CARD_PICTURES } from "../../shared/chart/card/pictures.ts";
import { TEST_PUBLISHABLE_KEY, TEST_SECRET_KEY } from "../../tests/support/http-deps.ts";
import { createMemoryModelStore } from "../../tests/support/memory/model-store.ts";
import { evaluatedHoldout } from "../../tests/support/model-card.ts";
import { modelOf } from "../../tests/support/models.ts";
import { testModelsDeps } from "../../tests/support/models-deps.ts";
import { createApp } from "./app.ts";

const ANON = { apikey: TEST_PUBLISHABLE_KEY };
const SECRET = { apikey: TEST_SECRET_KEY };
const { card, report } = evaluatedHoldout();
const MODELS = [
  modelOf({ version: "v1", state: "active", metrics: { ...report } }),
  modelOf({ version: "v2", metrics: { ...report } }),
  modelOf({ version: "v3", universe: "QQQ", state: "active", metrics: { ...report } }),
  modelOf({ version: "uploaded", universe: "SPY", state: "active" }),
];
const CARDS: Readonly<Record<string, typeof card>> = {
  v1: card,
  v2: card,
  v3: { ...card, calibrations: null },
};

const app = createApp(
  testModelsDeps({
    models: createMemoryModelStore(MODELS),
    cards: { get: async (version) => CARDS[version] },
  }),
);
const get = (path: string, headers = ANON) => app.request(`/models${path}`, { headers });

describe("GET /:version", () => {
  it("says where the card and its pictures are", async () => {
    const { card: links } = await (await get("/v1")).json();
    expect(links.url).toMatch(/\/functions\/v1\/models\/v1\/card$/);
    expect(Object.keys(links.pictures)).toEqual([...CARD_PICTURES]);
    const address = new URL(links.pictures.equity).pathname.replace("/functions/v1/models", "");
    expect((await get(address)).status).toBe(200);
  });
});

describe("GET /:version/card", () => {
  it("is the model with what its holdout showed", async () => {
    const answer = await (await get("/v1/card")).json();
    expect(answer).toMatchObject({ version: "v1", status: "active", gate: { passed: true } });
    expect(answer.findings).toEqual({ ...JSON.parse(JSON.stringify(card)), training_end: "split" });
    const counted = answer.findings.confusion.flat().reduce((sum: number, count: number) => sum + count, 0);
    expect(counted).toBe(report.rows);
  });

  it("says of an upload that its uploader declared when its training ended", async () => {
    const { findings } = await (await get("/v3/card")).json();
    expect(findings).toMatchObject({ calibrations: null, training_end: "declared_by_uploader" });
  });

  it("has no findings for a model trained elsewhere, and nothing to draw", async () => {
    expect(await (await get("/uploaded/card")).json()).toMatchObject({ version: "uploaded", findings: null });
    const picture = await get("/uploaded/card/equity.svg");
    expect(picture.status).toBe(404);
    expect(await picture.json()).toMatchObject({ code: "not_found" });
  });

  it("is as public as the model", async () => {
    for (const path of ["/v2/card", "/v2/card/equity.svg", "/none/card", "/none/card/equity.svg"]) {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: "not_found" });
    }
    expect((await get("/v2/card", SECRET)).status).toBe(200);
    expect((await get("/v2/card/equity.svg", SECRET)).status).toBe(200);
    expect((await app.request("/models/v1/card")).status).toBe(401);
  });
});

describe("GET /:version/card/:picture", () => {
  test.each(CARD_PICTURES)("%s is one SVG with a title and a description", async (name) => {
    const answer = await get(`/v1/card/${name}.svg?theme=dark`);
    expect(answer.headers.get("content-type")).toBe("image/svg+xml");
    const svg = await answer.text();
    expect(svg).toMatch(/^<svg [^>]*role="img"[^>]*><title>[^<]+ · v1<\/title><desc>[^<]+<\/desc>/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined|<script/);
  });

  it.each(["/v1/card/equity.png", "/v1/card/nothing.svg", "/v1/card/equity.svg?theme=pink", "/-no/card"])(
    "refuses %s",
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: "invalid_request" });
    },
  );
});
