// `npm run deploy [-- <function>... <flags of supabase functions deploy>]`
import { BundleError } from "../local/bundle/bundle-functions.ts";
import { deployFunctions } from "./deploy/deploy-functions.ts";

const onOutput = (chunk: string) => process.stderr.write(chunk);
try {
  process.exitCode = await deployFunctions(process.argv.slice(2), { onOutput });
} catch (error) {
  if (!(error instanceof BundleError)) throw error;
  console.error(`${error.message}\nNothing was deployed.`);
  process.exitCode = 1;
}
