// `npm start`. The first import installs what is missing; nothing here may import a package before it has.
import "./supabase/local/install/ensure-installed.mjs";

const { register } = await import("tsx/esm/api");
register();
await import("./supabase/local/start.ts");
