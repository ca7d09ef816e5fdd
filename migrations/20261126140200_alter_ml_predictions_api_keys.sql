-- A prediction that an API key asked for belongs to the key, and so to the key's owner, who can now read it. Keys did not
-- exist until now, so no stored row can name one.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

alter table public.ml_predictions add constraint ml_predictions_api_key_id_fkey
foreign key (api_key_id) references public.ml_api_keys (id) on delete set null not valid;

alter policy ml_predictions_select_owner on public.ml_predictions
using (
  user_id = (select auth.uid())
  or api_key_id in (select k.id from public.ml_api_keys as k where k.user_id = (select auth.uid()))
);
