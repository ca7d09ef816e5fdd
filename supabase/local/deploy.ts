// `npm run deploy [-- <function>... <flags of supabase functions deploy>]`
import { deployFunctions } from "./deploy/deploy-functions.ts";

const onOutput = (chunk: string) => process.stderr.write(chunk);
process.exitCode = await deployFunctions(process.argv.slice(2), { onOutput });
