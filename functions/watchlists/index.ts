import { createUserClient } from "../../shared/adapters/supabase/user-client.ts";
import { createSupabaseWatchlistStore } from "../../shared/adapters/supabase/watchlist-store.ts";
import { createHttpDeps } from "../../shared/composition/http-deps.ts";
import { readConfig } from "../../shared/config.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();
const http = createHttpDeps("watchlists", config);
const watchlistsOf = (token: string) => createSupabaseWatchlistStore(createUserClient(config, token));

serve(createApp({ ...http, watchlistsOf }));
