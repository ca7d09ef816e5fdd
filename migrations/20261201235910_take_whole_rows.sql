-- A stored field stood in every function that wrote or read its table, each with a list of columns of its own. Functions
-- take and give whole rows now, as JSON objects with the columns' names: a new column is one `alter table`.

create function internal.insert_rows(p_into anyelement, p_rows jsonb, p_on_conflict text default '')
returns setof anyelement
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_table constant regclass := (select t.typrelid from pg_type as t where t.oid = pg_typeof(p_into));
  v_columns text;
  v_values text;
begin
  select
    string_agg(quote_ident(a.attname), ', ' order by a.attnum),
    string_agg(
      case
        when d.adbin is null then format('given.%I', a.attname)
        else format('coalesce(given.%I, %s)', a.attname, pg_get_expr(d.adbin, d.adrelid))
      end,
      ', ' order by a.attnum
    )
  into v_columns, v_values
  from pg_attribute as a
  left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = v_table and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
    and has_column_privilege(a.attrelid, a.attnum, 'insert');
  return query execute format(
    'insert into %1$s as stored (%2$s) select %3$s from jsonb_populate_recordset(null::%1$s, $1) as given %4$s returning stored.*',
    v_table, v_columns, v_values, p_on_conflict
  ) using p_rows;
end
$$;
comment on function internal.insert_rows(anyelement, jsonb, text) is
'Inserts an array of objects with the names of columns into the table of p_into (null::public.jobs), and answers the rows that are new. What an object leaves out or has null takes its default; keys that are no column, and columns that the caller may not insert, are passed over. p_on_conflict may name the table''s row as stored.';
revoke all on function internal.insert_rows(anyelement, jsonb, text) from public;
grant execute on function internal.insert_rows(anyelement, jsonb, text) to authenticated, service_role;

create function internal.update_row(p_row anyelement, p_changes jsonb, p_role name default current_user)
returns anyelement
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_table constant regclass := (select t.typrelid from pg_type as t where t.oid = pg_typeof(p_row));
  v_columns text;
  v_values text;
  v_key text;
  v_after p_row%type;
begin
  select
    string_agg(quote_ident(a.attname), ', ' order by a.attnum), string_agg(format('given.%I', a.attname), ', ' order by a.attnum)
  into v_columns, v_values
  from pg_attribute as a
  where a.attrelid = v_table and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
    and p_changes ? a.attname and has_column_privilege(p_role, a.attrelid, a.attnum, 'update');
  if v_columns is null then
    return p_row;
  end if;
  select string_agg(format('stored.%1$I = ($1).%1$I', a.attname), ' and ') into v_key
  from pg_index as i
  inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
  where i.indrelid = v_table and i.indisprimary;
  execute format(
    'update %s as stored set (%s) = (select %s from jsonb_populate_record($1, $2) as given) where %s returning stored.*',
    v_table, v_columns, v_values, v_key
  ) into v_after using p_row, p_changes;
  return v_after;
end
$$;
comment on function internal.update_row(anyelement, jsonb, name) is
'Changes a stored row, found by its primary key, to what an object with the names of columns gives, and answers it. Keys that are no column, and columns that p_role may not update, are passed over: the table''s grants say what may be changed.';
revoke all on function internal.update_row(anyelement, jsonb, name) from public;
grant execute on function internal.update_row(anyelement, jsonb, name) to authenticated, service_role;

create or replace function public.register_model(p_model jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_row constant jsonb := p_model - array['id', 'created_at', 'updated_at'] || jsonb_build_object(
    'training_window', internal.window_of(p_model -> 'training_window'),
    'holdout_window', internal.window_of(p_model -> 'holdout_window')
  );
  v_new constant public.ml_models := jsonb_populate_record(null::public.ml_models, v_row);
  v_model public.ml_models;
begin
  if v_new.model_status is null or v_new.model_status not in ('candidate', 'rejected') then
    raise exception 'a model is registered as candidate or rejected, not as %', v_new.model_status using errcode = 'EW400';
  end if;
  if p_model ? 'symbols' then
    perform public.register_universe(
      v_new.universe, array(select jsonb_array_elements_text(p_model -> 'symbols'))
    );
  end if;

  select * into v_model from internal.insert_rows(
    null::public.ml_models, jsonb_build_array(v_row), 'on conflict (model_version) do nothing'
  );
  if not found then
    select * into v_model from public.ml_models as m where m.model_version = v_new.model_version;
    if v_model.onnx_sha256 is distinct from v_new.onnx_sha256 then
      raise exception 'model % is registered with another file', v_new.model_version using errcode = 'EW409';
    end if;
    return internal.model_json(v_model);
  end if;

  perform internal.record_performance(v_model, p_model);
  perform internal.record_trial(v_model, p_model);

  insert into public.ml_generation_logs as l (
    batch_id, generation_strategy, model_version, symbols_count, processing_time_seconds, status, completed_at
  )
  select
    coalesce((p_model ->> 'batch_id')::uuid, gen_random_uuid()), 'TRAINING', v_model.model_version, count(*),
    v_model.training_duration_minutes * 60, 'COMPLETED', now()
  from public.universe_symbols as u
  where u.universe = v_model.universe
  on conflict (batch_id) do update set
    model_version = excluded.model_version,
    processing_time_seconds = excluded.processing_time_seconds,
    status = excluded.status,
    completed_at = excluded.completed_at;

  return internal.model_json(v_model);
end
$$;

create or replace function internal.record_performance(p_model public.ml_models, p_given jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_weights constant jsonb := (
    select jsonb_object_agg(w.indicator_name, w.current_weight) from public.ml_indicator_weights as w
  );
  v_previous constant jsonb := (
    select p.new_weights
    from public.ml_models as m
    join public.ml_model_performance as p on p.model_version = m.model_version
    where m.universe = p_model.universe and m.timeframe = p_model.timeframe and m.horizon_bars = p_model.horizon_bars
    order by p.training_date desc, p.id desc
    limit 1
  );
begin
  perform internal.insert_rows(null::public.ml_model_performance, jsonb_build_array(
    (p_given || to_jsonb(p_model)) - array['id', 'training_date', 'created_at'] || jsonb_build_object(
      'previous_weights', v_previous,
      'new_weights', v_weights,
      'weight_changes', internal.weight_changes(v_previous, v_weights)
    )
  ));
end
$$;

create or replace function internal.record_trial(p_model public.ml_models, p_given jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  select internal.insert_rows(
    null::public.ml_trials,
    jsonb_build_array(to_jsonb(p_model) - array['id', 'created_at'] || jsonb_build_object(
      'job_id', p_given -> 'batch_id',
      'params', p_given -> 'params',
      'seed', p_given -> 'seed',
      'log_loss', p_model.metrics -> 'log_loss',
      'sharpe_ratio', p_model.metrics #> '{trading,daily_sharpe}'
    )),
    'on conflict (model_version) do nothing'
  )
$$;

create or replace function public.record_trials(p_job_id uuid, p_scope jsonb, p_trials jsonb)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_scope ? 'symbols' then
    perform public.register_universe(
      p_scope ->> 'universe', array(select jsonb_array_elements_text(p_scope -> 'symbols'))
    );
  end if;
  return (
    select count(*) from internal.insert_rows(
      null::public.ml_trials,
      (select jsonb_agg(t.value || p_scope || jsonb_build_object('job_id', p_job_id)) from jsonb_array_elements(p_trials) as t),
      'on conflict (job_id, trial) where trial is not null do nothing'
    )
  );
end
$$;

create or replace function public.upsert_instrument(p_instrument jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_instrument public.instruments;
begin
  begin
    perform now() at time zone (p_instrument -> 'calendar' ->> 'zone');
  exception when invalid_parameter_value then
    raise exception 'unknown time zone %', p_instrument -> 'calendar' -> 'zone' using errcode = 'EW400';
  end;

  perform internal.insert_rows(
    null::public.instruments, jsonb_build_array(p_instrument), 'on conflict (symbol) do nothing'
  );
  if not found then
    select * into v_instrument from public.instruments as i where i.symbol = p_instrument ->> 'symbol' for update;
    perform internal.update_row(v_instrument, p_instrument);
  end if;

  perform public.register_universe(p_instrument ->> 'symbol', array[p_instrument ->> 'symbol']);
  return public.get_instrument(p_instrument ->> 'symbol');
end
$$;
comment on function public.upsert_instrument(jsonb) is
'Stores an instrument {symbol, asset_class, tick_size, has_volume, calendar, provider_codes} and its own universe; of one that is stored it changes what is given. Answers it as stored. An unknown time zone is EW400, any other fault the violated constraint.';

create or replace function public.get_instrument(p_symbol text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(i) - array['created_at', 'updated_at'] from public.instruments as i where i.symbol = p_symbol
$$;

create or replace function public.log_predictions(p_predictions jsonb)
returns integer
language sql
volatile
set search_path = ''
as $$
  select count(*)::integer from internal.insert_rows(
    null::public.ml_predictions,
    (
      select jsonb_agg(
        p.value - array['actual_outcome', 'actual_return', 'actual_profit_loss', 'outcome_timestamp', 'created_at']
      )
      from jsonb_array_elements(p_predictions) as p
    ),
    'on conflict (id) do nothing'
  )
$$;

create or replace function public.apply_indicator_weights(p_optimisation jsonb, p_actor jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_id constant uuid := (p_optimisation ->> 'id')::uuid;
  v_before jsonb;
  v_after jsonb;
begin
  -- Two optimisations at a time would each record a weight before it that the other has moved.
  perform from public.ml_indicator_weights as w order by w.indicator_name for update;

  perform internal.insert_rows(
    null::public.ml_indicator_weight_history,
    (
      select jsonb_agg(
        n.value || jsonb_build_object(
          'optimisation_id', v_id,
          'method', p_optimisation -> 'method',
          'previous_weight', w.current_weight,
          'new_weight', least(greatest((n.value ->> 'new_weight')::double precision, w.min_weight), w.max_weight)
        )
      )
      from jsonb_array_elements(p_optimisation -> 'weights') as n
      join public.ml_indicator_weights as w on w.indicator_name = n.value ->> 'indicator_name'
    ),
    'on conflict (optimisation_id, indicator_name) do nothing'
  );
  if not found then
    return;
  end if;

  with moved as (
    select
      h.indicator_name,
      h.new_weight,
      h.importance_rank,
      recent.performance,
      1 - least(1, recent.movement / nullif(w.max_weight - w.min_weight, 0)) as stability
    from public.ml_indicator_weight_history as h
    join public.ml_indicator_weights as w on w.indicator_name = h.indicator_name
    cross join lateral (
      select avg(abs(p.new_weight - p.previous_weight)) as movement, avg(p.performance) as performance
      from (
        select * from public.ml_indicator_weight_history as all_rows
        where all_rows.indicator_name = h.indicator_name
        order by all_rows.id desc
        limit 10
      ) as p
    ) as recent
    where h.optimisation_id = v_id
  )
  update public.ml_indicator_weights as w
  set
    current_weight = moved.new_weight,
    importance_rank = moved.importance_rank,
    avg_performance_with_weight = moved.performance,
    weight_stability = coalesce(moved.stability, 1)
  from moved
  where w.indicator_name = moved.indicator_name;

  select
    jsonb_object_agg(h.indicator_name, h.previous_weight), jsonb_object_agg(h.indicator_name, h.new_weight)
  into v_before, v_after
  from public.ml_indicator_weight_history as h
  where h.optimisation_id = v_id;
  insert into public.ml_generation_logs (
    batch_id, generation_strategy, symbols_count, status, completed_at
  )
  values (
    v_id, 'WEIGHT_UPDATE', coalesce((p_optimisation ->> 'symbols')::integer, 0), 'COMPLETED', now()
  );
  perform internal.audit(p_actor, 'indicator_weights.optimise', 'indicator_weights', v_id::text, v_before, v_after);
end
$$;
comment on function public.apply_indicator_weights(jsonb, jsonb) is
'Moves the weights of indicators, each within its own bounds, and records it: history, generation log (strategy WEIGHT_UPDATE) and audit log in one transaction. p_optimisation: {id, method, symbols, weights: [columns of ml_indicator_weight_history, but for what it held before]}; the same id again changes nothing. weight_stability becomes 1 less the mean movement of the last ten optimisations as a share of the bounds.';

create or replace function public.get_indicator_weights()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(w) order by w.importance_rank nulls last, w.indicator_name), '[]')
  from public.ml_indicator_weights as w
$$;

create or replace function public.get_realised_trades(p_since timestamptz, p_limit integer default 5000)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(t) order by t.created_at), '[]')
  from (
    select *
    from public.ml_training_samples as s
    where s.status in ('TP_HIT', 'SL_HIT', 'TIMEOUT')
      and s.signal_type in ('SELL', 'BUY')
      and s.created_at >= p_since
    order by s.created_at desc
    limit least(greatest(p_limit, 1), 20000)
  ) as t
$$;

create or replace function public.add_model_metrics(p_rows jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.ml_model_metrics as m
  select r.* from jsonb_populate_recordset(null::public.ml_model_metrics, p_rows) as r
  -- In one order, so that two writers never wait for each other.
  order by r.model_version, r.minute
  on conflict (model_version, minute) do update set
    answered = m.answered + excluded.answered,
    cache_hits = m.cache_hits + excluded.cache_hits,
    errors = m.errors + excluded.errors,
    latency_ms_sum = m.latency_ms_sum + excluded.latency_ms_sum,
    latency_ms_max = greatest(m.latency_ms_max, excluded.latency_ms_max),
    latency_counts = internal.add_buckets(m.latency_counts, excluded.latency_counts)
$$;

create or replace function public.save_canary_test(
  p_test jsonb,
  p_processed_before timestamptz,
  p_decision text,
  p_actor jsonb
)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_id constant bigint := (p_test ->> 'id')::bigint;
  v_test public.ml_canary_tests;
  v_canary public.ml_models;
begin
  if p_decision is not null and p_decision not in ('promote', 'rollback') then
    raise exception 'a test decides promote or rollback, not %', p_decision using errcode = 'EW400';
  end if;
  select * into v_test from public.ml_canary_tests as t where t.id = v_id;
  if not found then
    raise exception 'unknown canary test %', v_id using errcode = 'EW404';
  end if;
  v_canary := internal.lock_scope_of(v_test.canary_version);
  select * into v_test from public.ml_canary_tests as t
  where t.id = v_id and t.ended_at is null and t.processed_bar_ts is not distinct from p_processed_before
  for update;
  if not found then
    return false;
  end if;
  perform internal.update_row(v_test, p_test);
  if p_decision = 'promote' then
    perform public.promote_model(v_canary.model_version, p_actor);
  elsif p_decision = 'rollback' then
    perform internal.end_canary(v_canary, 'canary_rollback', p_actor);
  end if;
  return true;
end
$$;

create function internal.api_key_columns(p_given jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  if octet_length((p_given -> 'metadata')::text) > 4096 then
    raise exception 'metadata takes more than 4096 bytes' using errcode = 'EW400';
  end if;
  if not p_given ? 'ip_allowlist' then
    return p_given;
  end if;
  return p_given || jsonb_build_object(
    'ip_allowlist', array(select n.network::inet from jsonb_array_elements_text(p_given -> 'ip_allowlist') as n (network))
  );
exception when invalid_text_representation then
  raise exception 'ip_allowlist holds something that is no network' using errcode = 'EW400';
end
$$;
comment on function internal.api_key_columns(jsonb) is
'Columns of a key as its owner gave them, when they can be stored: metadata of more than 4096 bytes and networks that are none are EW400.';
revoke all on function internal.api_key_columns(jsonb) from public;
grant execute on function internal.api_key_columns(jsonb) to service_role;

create or replace function public.issue_ml_api_key(p_actor jsonb, p_key jsonb, p_max_keys integer)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_user_id constant uuid := p_actor ->> 'id';
  v_key public.ml_api_keys;
begin
  -- One at a time for a user, or two that come together would both find room.
  perform pg_advisory_xact_lock(hashtextextended('ml_api_keys:' || v_user_id, 0));
  if (
    select count(*) from public.ml_api_keys where user_id = v_user_id and revoked_at is null
  ) >= p_max_keys then
    return null;
  end if;
  perform set_config('edgewise.actor', p_actor::text, true);
  select * into v_key from internal.insert_rows(
    null::public.ml_api_keys,
    jsonb_build_array(internal.api_key_columns(p_key) || jsonb_build_object('user_id', v_user_id))
  );
  return internal.api_key_as_json(v_key);
end
$$;
comment on function public.issue_ml_api_key(jsonb, jsonb, integer) is
'Stores a new key of the actor''s, an object with columns of ml_api_keys. Null when the actor holds p_max_keys already, revoked ones not counted.';

create or replace function public.edit_ml_api_key(p_actor jsonb, p_id uuid, p_changes jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_key public.ml_api_keys := internal.lock_api_key(p_actor, p_id);
begin
  if v_key.revoked_at is not null then
    raise exception 'the API key is revoked' using errcode = 'EW409';
  end if;
  return internal.api_key_as_json(
    internal.update_row(v_key, internal.api_key_columns(p_changes), 'authenticated')
  );
end
$$;
comment on function public.edit_ml_api_key(jsonb, uuid, jsonb) is
'Changes what an owner may of a key, which the grants to authenticated say; what is left out stays. A revoked key is EW409.';
drop function internal.to_networks(jsonb);

create or replace function public.record_api_key_usage(p_batch_id uuid, p_calls jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into private.ml_api_key_usage_batches
  select b.*
  from jsonb_array_elements(p_calls) as c
  cross join lateral jsonb_populate_record(
    null::private.ml_api_key_usage_batches, c.value || jsonb_build_object('batch_id', p_batch_id)
  ) as b
  -- A key may have gone with its owner since it called.
  inner join public.ml_api_keys as k on k.id = b.api_key_id
  on conflict do nothing
$$;

create or replace function public.record_request_metrics(p_rows jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  -- In one order everywhere, so that two isolates never wait for each other.
  insert into public.request_metrics as held
  select r.*
  from jsonb_array_elements(p_rows) as counted
  cross join lateral jsonb_populate_record(
    null::public.request_metrics,
    counted.value || jsonb_build_object('period_start', date_bin('5 minutes', now(), timestamptz '2026-01-01'))
  ) as r
  order by r.endpoint, r.status, r.cache, r.limiter
  on conflict (period_start, endpoint, status, cache, limiter) do update
  set
    requests = held.requests + excluded.requests,
    duration_ms = held.duration_ms + excluded.duration_ms,
    buckets = internal.add_buckets(held.buckets, excluded.buckets);
  insert into public.request_totals as held
  select r.* from jsonb_populate_recordset(null::public.request_totals, p_rows) as r
  order by r.endpoint, r.status, r.cache, r.limiter
  on conflict (endpoint, status, cache, limiter) do update
  set
    requests = held.requests + excluded.requests,
    duration_ms = held.duration_ms + excluded.duration_ms,
    buckets = internal.add_buckets(held.buckets, excluded.buckets);
$$;

create or replace function public.enqueue_job(p_job jsonb, p_actor jsonb, p_fresh_since timestamptz default null)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_asked constant public.jobs := jsonb_populate_record(null::public.jobs, p_job);
  v_row constant jsonb :=
    jsonb_build_object('owner_id', case when p_actor ->> 'kind' in ('user', 'operator') then p_actor ->> 'id' end)
    || p_job
    || jsonb_build_object('requested_by', internal.actor_name(p_actor));
  v_unknown constant text := (
    select string_agg(k.key, ', ') from jsonb_object_keys(p_job) as k (key) where not to_jsonb(v_asked) ? k.key
  );
  v_job public.jobs;
  v_constraint text;
begin
  if v_unknown is not null then
    raise exception 'a job has no %', v_unknown using errcode = 'EW400';
  end if;
  -- A job that is in the way may finish between the insert and the look at it: then there is room again.
  loop
    select * into v_job from public.jobs
    where kind = v_asked.kind and scope = v_asked.scope and state in ('queued', 'running');
    if found then
      return jsonb_build_object('outcome', 'running', 'job', to_jsonb(v_job));
    end if;

    select * into v_job from public.jobs
    where kind = v_asked.kind and scope = v_asked.scope and state = 'succeeded' and finished_at >= p_fresh_since
    order by finished_at desc limit 1;
    if found then
      return jsonb_build_object('outcome', 'fresh', 'job', to_jsonb(v_job));
    end if;

    select * into v_job from public.jobs where reserves = v_asked.reserves and state in ('queued', 'running');
    if found then
      raise exception 'The job % that makes % is %.', v_job.id, v_asked.reserves, v_job.state using errcode = 'EW409';
    end if;

    select * into v_job from internal.insert_rows(
      null::public.jobs, jsonb_build_array(v_row), 'on conflict do nothing'
    );
    if found then
      perform internal.audit(p_actor, 'job.enqueue', 'job', v_job.id::text, null, p_job);
      return jsonb_build_object('outcome', 'created', 'job', to_jsonb(v_job));
    end if;
  end loop;
exception when foreign_key_violation then
  get stacked diagnostics v_constraint = constraint_name;
  if v_constraint = 'jobs_owner_id_fkey' then
    raise exception 'The account of the user who asks for the job is gone.' using errcode = 'EW409';
  end if;
  raise;
end;
$$;

create or replace function internal.describe_watchlist(p_watchlist public.user_watchlists, p_expand text[])
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_watchlist) - 'user_id' || jsonb_build_object(
    'symbols', coalesce((
      select jsonb_agg(
        to_jsonb(s) - array['watchlist_id', 'position']
        || case
          when 'quotes' = any(p_expand) then jsonb_build_object('quote', internal.get_symbol_quote(s.symbol)) else '{}'
        end
        || case
          when 'predictions' = any(p_expand)
          then jsonb_build_object('prediction', internal.get_latest_prediction(s.symbol))
          else '{}'
        end
        order by s.position
      )
      from public.watchlist_symbols as s
      where s.watchlist_id = p_watchlist.id
    ), '[]')
  )
$$;

drop function public.create_watchlist(text, boolean, text[]);
create function public.create_watchlist(p_watchlist jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_id uuid;
  v_unknown text;
begin
  select s.symbol into v_unknown from jsonb_array_elements_text(p_watchlist -> 'symbols') as s (symbol)
  where not exists (select from public.instruments as i where i.symbol = s.symbol)
  limit 1;
  if v_unknown is not null then
    raise exception 'no instrument is named %', v_unknown using errcode = 'EW405';
  end if;
  select w.id into v_id from internal.insert_rows(null::public.user_watchlists, jsonb_build_array(p_watchlist)) as w;
  insert into public.watchlist_symbols (watchlist_id, symbol, position)
  select v_id, s.symbol, s.position
  from jsonb_array_elements_text(p_watchlist -> 'symbols') with ordinality as s (symbol, position);
  return public.get_watchlist(v_id);
exception when unique_violation then
  raise exception 'there is a watchlist of this name already' using errcode = 'EW409';
end
$$;
comment on function public.create_watchlist(jsonb) is
'A new list of the caller''s, {name, is_default?, symbols?: [text]}; the first one is the default. EW405 unknown symbol, EW409 name taken or symbol twice, EW429 over a limit.';
revoke all on function public.create_watchlist(jsonb) from public;
grant execute on function public.create_watchlist(jsonb) to authenticated;

drop function public.update_watchlist(uuid, text, boolean);
create function public.update_watchlist(p_id uuid, p_changes jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform internal.update_row(internal.lock_watchlist(p_id), p_changes);
  return public.get_watchlist(p_id);
exception when unique_violation then
  raise exception 'there is a watchlist of this name already' using errcode = 'EW409';
end
$$;
comment on function public.update_watchlist(uuid, jsonb) is
'Changes name and is_default of a list, those that are given: one that becomes the default replaces the one before. EW400 for the default not to be one, EW404 unknown, EW409 name taken.';
revoke all on function public.update_watchlist(uuid, jsonb) from public;
grant execute on function public.update_watchlist(uuid, jsonb) to authenticated;

create or replace function public.add_watchlist_symbol(p_id uuid, p_entry jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform internal.lock_watchlist(p_id);
  if not exists (select from public.instruments as i where i.symbol = p_entry ->> 'symbol') then
    raise exception 'no instrument is named %', p_entry ->> 'symbol' using errcode = 'EW405';
  end if;
  perform internal.insert_rows(null::public.watchlist_symbols, (
    select jsonb_build_array(
      p_entry || jsonb_build_object('watchlist_id', p_id, 'position', coalesce(max(s.position), 0) + 1)
    )
    from public.watchlist_symbols as s
    where s.watchlist_id = p_id
  ));
  return public.get_watchlist(p_id);
exception when unique_violation then
  raise exception 'the watchlist has % already', p_entry ->> 'symbol' using errcode = 'EW409';
end
$$;

create or replace function public.update_watchlist_symbol(p_id uuid, p_symbol text, p_changes jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_entry public.watchlist_symbols;
begin
  perform internal.lock_watchlist(p_id);
  select * into v_entry from public.watchlist_symbols as s where s.watchlist_id = p_id and s.symbol = p_symbol;
  if not found then
    raise exception 'the watchlist has no %', p_symbol using errcode = 'EW404';
  end if;
  perform internal.update_row(v_entry, p_changes - 'position');
  return public.get_watchlist(p_id);
exception when check_violation then
  raise exception 'alert_below must be below alert_above' using errcode = 'EW400';
end
$$;
