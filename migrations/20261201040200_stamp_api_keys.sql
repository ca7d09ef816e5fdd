-- Whatever its owner or the service changes of a key moves updated_at; counting its calls does not. The trigger named each
-- column that counts as a change, and so a column that comes later would have been forgotten: it names the two that do not.
set local lock_timeout = '5s';

drop trigger ml_api_keys_set_updated_at on public.ml_api_keys;
create trigger ml_api_keys_set_updated_at
before update on public.ml_api_keys
for each row
when ((old.usage_count, old.last_used_at) is not distinct from (new.usage_count, new.last_used_at))
execute function internal.set_updated_at();
