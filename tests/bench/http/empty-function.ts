// A function that does nothing: what its process uses to start is the runtime's own share of every cold start.
import { serve } from "../../../shared/http/serve.ts";

serve({ fetch: () => new Response("nothing") });
