// `npm run setup`: what a deployed project needs beside its migrations and functions; may be run again at any time.
import * as z from "zod";
import { setCronSecrets, uploadOnnxWasm } from "./deploy/set-up-project.ts";

const Environment = z.object({
  SUPABASE_URL: z.url().transform((url) => url.replace(/\/$/, "")),
  SUPABASE_SECRET_KEY: z.string().min(1),
  SUPABASE_DB_URL: z.string().regex(/^postgres(ql)?:\/\//, "must be the URL of the database"),
  EDGEWISE_CRON_KEY: z.string().min(1),
});

const parsed = Environment.safeParse(process.env);
if (!parsed.success) {
  console.error(
    `Set these in the environment (docs/deploy.md says where to find them):\n${z.prettifyError(parsed.error)}`,
  );
  process.exit(1);
}
const { SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey, SUPABASE_DB_URL, EDGEWISE_CRON_KEY } = parsed.data;

const sent = await uploadOnnxWasm({ url, secretKey });
console.log(`Storage: the ONNX runtime's WebAssembly ${sent ? "is uploaded" : "was there already"}.`);
await setCronSecrets(SUPABASE_DB_URL, url, EDGEWISE_CRON_KEY);
console.log("Vault: the functions' address and the key of pg_cron's jobs are set.");
