import { createHttpApp } from "../../shared/http/create-app.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { editKeyOperation } from "./edit-key.ts";
import { getKeyOperation } from "./get-key.ts";
import { issueKeyOperation } from "./issue-key.ts";
import { listKeysOperation } from "./list-keys.ts";
import { readUsageOperation } from "./read-usage.ts";
import { revokeKeyOperation } from "./revoke-key.ts";
import { rotateKeyOperation } from "./rotate-key.ts";
import { verifyKeyOperation } from "./verify-key.ts";

export function createApp(deps: ApiKeysDeps) {
  const app = createHttpApp("api-keys", deps);
  issueKeyOperation(app, deps);
  listKeysOperation(app, deps);
  verifyKeyOperation(app, deps);
  getKeyOperation(app, deps);
  editKeyOperation(app, deps);
  revokeKeyOperation(app, deps);
  rotateKeyOperation(app, deps);
  readUsageOperation(app, deps);
  return app;
}
