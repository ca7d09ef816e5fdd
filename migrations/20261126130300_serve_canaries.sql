-- Acts on models with canaries: every one moves states, serving log, canary test and audit log together, behind the lock
-- on the universe's row. An actor is {kind, id, request_id}, as the audit log has it.

alter table public.ml_serving_log
add column canary_model_version text,
add column canary_percent double precision;
alter table public.ml_serving_log
add constraint ml_serving_log_canary_model_version_fkey
foreign key (canary_model_version) references public.ml_models (model_version) not valid;
alter table public.ml_serving_log
add constraint ml_serving_log_canary_complete check (
  num_nulls(canary_model_version, canary_percent) in (0, 2)
) not valid;
alter table public.ml_serving_log drop constraint ml_serving_log_act_known;
alter table public.ml_serving_log
add constraint ml_serving_log_act_known check (
  act in ('promote', 'rollback', 'canary_start', 'canary_percent', 'canary_stop', 'canary_rollback')
) not valid;
-- squawk-ignore require-concurrent-index-creation -- the registry has few rows
create index ml_serving_log_canary_model_version on public.ml_serving_log (canary_model_version);
comment on column public.ml_serving_log.model_version is 'The active model from this time on.';
comment on column public.ml_serving_log.previous_model_version is
  'The active model until then; null = none. Acts on a canary leave the active model as it is.';
comment on column public.ml_serving_log.canary_model_version is
  'The model that answers canary_percent of the bars from this time on, and predicts the others in the shadow; null = none.';

create function private.actor_name(p_actor jsonb)
returns text
language sql
immutable
set search_path = ''
as $$
  select coalesce(p_actor ->> 'id', p_actor ->> 'kind')
$$;
comment on function private.actor_name(jsonb) is 'How a log of acts names an actor {kind, id}.';
revoke all on function private.actor_name(jsonb) from public;
grant execute on function private.actor_name(jsonb) to service_role;

create function private.lock_scope_of(p_model_version text)
returns public.ml_models
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_model public.ml_models;
begin
  perform from public.universes as u
  where u.name = (select m.universe from public.ml_models as m where m.model_version = p_model_version)
  for no key update;
  if not found then
    raise exception 'unknown model %', p_model_version using errcode = 'EW404';
  end if;
  select * into v_model from public.ml_models as m where m.model_version = p_model_version;
  return v_model;
end
$$;
comment on function private.lock_scope_of(text) is
  'Waits for its turn to change what serves the model''s universe, then reads the model. EW404 unknown.';
revoke all on function private.lock_scope_of(text) from public;
grant execute on function private.lock_scope_of(text) to service_role;

create function private.close_canary_test(
  p_universe text,
  p_timeframe text,
  p_horizon_bars integer,
  p_outcome text
)
returns void
language sql
volatile
set search_path = ''
as $$
  update public.ml_canary_tests as t set outcome = p_outcome, ended_at = clock_timestamp()
  where t.universe = p_universe and t.timeframe = p_timeframe and t.horizon_bars = p_horizon_bars and t.ended_at is null
$$;
comment on function private.close_canary_test(text, text, integer, text) is 'Ends the open canary test of a scope, if there is one.';
revoke all on function private.close_canary_test(text, text, integer, text) from public;
grant execute on function private.close_canary_test(text, text, integer, text) to service_role;

drop function public.promote_model(text, text);
drop function public.rollback_model(text, text, integer, text);
drop function private.change_serving_model(text, text, integer, text, text, bigint);

create function private.change_serving_model(p_model public.ml_models, p_actor jsonb, p_undoes bigint default null)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_act constant text := case when p_undoes is null then 'promote' else 'rollback' end;
  v_previous text;
  v_canary text;
  v_model public.ml_models;
begin
  update public.ml_models as m set model_status = 'candidate', canary_percent = null
  where m.universe = p_model.universe and m.timeframe = p_model.timeframe and m.horizon_bars = p_model.horizon_bars
    and m.model_status = 'canary'
  returning m.model_version into v_canary;
  perform private.close_canary_test(
    p_model.universe, p_model.timeframe, p_model.horizon_bars,
    case when v_canary = p_model.model_version then 'promoted' else 'stopped' end
  );

  update public.ml_models as m set model_status = 'retired'
  where m.universe = p_model.universe and m.timeframe = p_model.timeframe and m.horizon_bars = p_model.horizon_bars
    and m.is_active
  returning m.model_version into v_previous;

  update public.ml_models as m set model_status = 'active'
  where m.model_version = p_model.model_version
  returning * into v_model;

  insert into public.ml_serving_log (
    universe, timeframe, horizon_bars, act, model_version, previous_model_version, undoes, actor
  )
  values (
    v_model.universe, v_model.timeframe, v_model.horizon_bars, v_act, v_model.model_version, v_previous, p_undoes,
    private.actor_name(p_actor)
  );
  perform private.audit(
    p_actor, 'model.' || v_act, 'model', v_model.model_version,
    jsonb_build_object('state', p_model.model_status, 'active', v_previous),
    jsonb_build_object('state', 'active', 'active', v_model.model_version)
  );
  return private.model_json(v_model);
end
$$;
comment on function private.change_serving_model(public.ml_models, jsonb, bigint) is
  'Activates a model, retires the one before, ends a canary of the scope, and logs it. The caller holds the scope''s lock.';
revoke all on function private.change_serving_model(public.ml_models, jsonb, bigint) from public;
grant execute on function private.change_serving_model(public.ml_models, jsonb, bigint) to service_role;

create function private.refuse_unproven(p_model public.ml_models)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not coalesce(p_model.gate @> '{"passed": true}', false) then
    raise exception 'model % has not passed its gate', p_model.model_version using errcode = 'EW412';
  end if;
  if p_model.model_status not in ('candidate', 'canary', 'retired') then
    raise exception 'model % is %', p_model.model_version, p_model.model_status using errcode = 'EW409';
  end if;
end
$$;
comment on function private.refuse_unproven(public.ml_models) is
  'Raises unless the model may come to serve: EW412 gate not passed, EW409 in a state that leads nowhere.';
revoke all on function private.refuse_unproven(public.ml_models) from public;
grant execute on function private.refuse_unproven(public.ml_models) to service_role;

create function public.promote_model(p_model_version text, p_actor jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_model public.ml_models := private.lock_scope_of(p_model_version);
begin
  if v_model.model_status = 'active' then
    return private.model_json(v_model);
  end if;
  perform private.refuse_unproven(v_model);
  return private.change_serving_model(v_model, p_actor);
end
$$;
comment on function public.promote_model(text, jsonb) is
  'Makes a candidate, canary or retired model with a passed gate the active one of its scope, retires the one before and '
  'ends a canary; an active model stays as it is. EW404 unknown, EW412 gate not passed, EW409 in another state.';
revoke all on function public.promote_model(text, jsonb) from public;
grant execute on function public.promote_model(text, jsonb) to service_role;

create function public.rollback_model(p_universe text, p_timeframe text, p_horizon_bars integer, p_actor jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_promotion public.ml_serving_log;
  v_previous public.ml_models;
begin
  perform from public.universes as u where u.name = p_universe for no key update;
  if not found then
    raise exception 'unknown universe %', p_universe using errcode = 'EW404';
  end if;

  select * into v_promotion
  from public.ml_serving_log as promotion
  where promotion.universe = p_universe and promotion.timeframe = p_timeframe
    and promotion.horizon_bars = p_horizon_bars and promotion.act = 'promote'
    and not exists (select from public.ml_serving_log as undo where undo.undoes = promotion.id)
  order by promotion.id desc
  limit 1;
  if v_promotion.previous_model_version is null then
    raise exception 'no model served % % % before', p_universe, p_timeframe, p_horizon_bars using errcode = 'EW409';
  end if;
  select * into v_previous from public.ml_models as m where m.model_version = v_promotion.previous_model_version;
  return private.change_serving_model(v_previous, p_actor, v_promotion.id);
end
$$;
comment on function public.rollback_model(text, text, integer, jsonb) is
  'Takes back the newest promotion of a scope that has not been taken back: the model before it serves again. Called '
  'again it goes one further back. A canary ends. EW404 unknown universe, EW409 nothing to go back to.';
revoke all on function public.rollback_model(text, text, integer, jsonb) from public;
grant execute on function public.rollback_model(text, text, integer, jsonb) to service_role;

create function private.log_canary_act(p_before public.ml_models, p_after public.ml_models, p_act text, p_actor jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_active text;
begin
  select m.model_version into v_active
  from public.ml_models as m
  where m.universe = p_after.universe and m.timeframe = p_after.timeframe and m.horizon_bars = p_after.horizon_bars
    and m.is_active;
  insert into public.ml_serving_log (
    universe, timeframe, horizon_bars, act, model_version, previous_model_version, actor, canary_model_version,
    canary_percent
  )
  values (
    p_after.universe, p_after.timeframe, p_after.horizon_bars, p_act, v_active, v_active, private.actor_name(p_actor),
    case when p_after.model_status = 'canary' then p_after.model_version end, p_after.canary_percent
  );
  perform private.audit(
    p_actor, 'model.' || p_act, 'model', p_after.model_version,
    jsonb_build_object('state', p_before.model_status, 'percent', p_before.canary_percent),
    jsonb_build_object('state', p_after.model_status, 'percent', p_after.canary_percent)
  );
end
$$;
comment on function private.log_canary_act(public.ml_models, public.ml_models, text, jsonb) is
  'Records an act on a canary in the serving log and the audit log.';
revoke all on function private.log_canary_act(public.ml_models, public.ml_models, text, jsonb) from public;
grant execute on function private.log_canary_act(public.ml_models, public.ml_models, text, jsonb) to service_role;

create function public.set_canary(p_model_version text, p_percent double precision, p_actor jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_model public.ml_models := private.lock_scope_of(p_model_version);
  v_after public.ml_models;
  v_active text;
  v_feature_set text;
  v_other text;
begin
  if p_percent is null or not p_percent between 0 and 100 then
    raise exception 'a canary answers 0 to 100 percent, not %', p_percent using errcode = 'EW400';
  end if;
  perform private.refuse_unproven(v_model);
  if v_model.model_status = 'canary' and v_model.canary_percent = p_percent then
    return private.model_json(v_model);
  end if;
  select
    max(m.model_version) filter (where m.is_active),
    max(m.feature_set_version) filter (where m.is_active),
    max(m.model_version) filter (where m.model_status = 'canary' and m.id <> v_model.id)
  into v_active, v_feature_set, v_other
  from public.ml_models as m
  where m.universe = v_model.universe and m.timeframe = v_model.timeframe and m.horizon_bars = v_model.horizon_bars;
  if v_active is null then
    raise exception 'no active model serves the scope of %: there is nothing to compare it with', p_model_version
      using errcode = 'EW409';
  end if;
  if v_feature_set <> v_model.feature_set_version then
    raise exception 'model % reads other features than the active model %', p_model_version, v_active
      using errcode = 'EW409';
  end if;
  if v_other is not null then
    raise exception 'model % is the canary of this scope', v_other using errcode = 'EW409';
  end if;

  update public.ml_models as m set model_status = 'canary', canary_percent = p_percent
  where m.id = v_model.id
  returning * into v_after;
  if v_model.model_status <> 'canary' then
    insert into public.ml_canary_tests (universe, timeframe, horizon_bars, champion_version, canary_version)
    values (v_model.universe, v_model.timeframe, v_model.horizon_bars, v_active, p_model_version);
  end if;
  perform private.log_canary_act(
    v_model, v_after, case v_model.model_status when 'canary' then 'canary_percent' else 'canary_start' end, p_actor
  );
  return private.model_json(v_after);
end
$$;
comment on function public.set_canary(text, double precision, jsonb) is
  'Lets a model with a passed gate answer a share of its scope''s bars beside the active model, or changes the share; the '
  'same share again changes nothing. EW400 not 0 to 100, EW404 unknown, EW412 gate not passed, EW409 in another state, '
  'nothing active in the scope, one that reads other features, or another canary.';
revoke all on function public.set_canary(text, double precision, jsonb) from public;
grant execute on function public.set_canary(text, double precision, jsonb) to service_role;

create function private.end_canary(p_model public.ml_models, p_act text, p_actor jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_after public.ml_models;
begin
  update public.ml_models as m
  set model_status = case p_act when 'canary_rollback' then 'retired' else 'candidate' end, canary_percent = null
  where m.id = p_model.id
  returning * into v_after;
  perform private.close_canary_test(
    p_model.universe, p_model.timeframe, p_model.horizon_bars,
    case p_act when 'canary_rollback' then 'rolled_back' else 'stopped' end
  );
  perform private.log_canary_act(p_model, v_after, p_act, p_actor);
  return private.model_json(v_after);
end
$$;
comment on function private.end_canary(public.ml_models, text, jsonb) is
  'Takes a canary out of service: canary_stop makes it a candidate again, canary_rollback retires it. The caller holds the scope''s lock.';
revoke all on function private.end_canary(public.ml_models, text, jsonb) from public;
grant execute on function private.end_canary(public.ml_models, text, jsonb) to service_role;

create function public.stop_canary(p_model_version text, p_actor jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_model public.ml_models := private.lock_scope_of(p_model_version);
begin
  if v_model.model_status <> 'canary' then
    raise exception 'model % is %, not a canary', p_model_version, v_model.model_status using errcode = 'EW409';
  end if;
  return private.end_canary(v_model, 'canary_stop', p_actor);
end
$$;
comment on function public.stop_canary(text, jsonb) is
  'Makes a canary a candidate again. EW404 unknown, EW409 no canary.';
revoke all on function public.stop_canary(text, jsonb) from public;
grant execute on function public.stop_canary(text, jsonb) to service_role;

create or replace function public.find_model(
  p_symbol text,
  p_timeframe text,
  p_horizon_bars integer default null,
  p_model_version text default null
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select private.model_json(m) || jsonb_build_object(
    'canary', (
      select private.model_json(c)
      from public.ml_models as c
      where m.is_active and c.model_status = 'canary' and c.universe = m.universe and c.timeframe = m.timeframe
        and c.horizon_bars = m.horizon_bars
    )
  )
  from public.ml_models as m
  where m.timeframe = p_timeframe
    and (p_horizon_bars is null or m.horizon_bars = p_horizon_bars)
    and case when p_model_version is null then m.is_active else m.model_version = p_model_version end
    and exists (
      select from public.universe_symbols as u where u.universe = m.universe and u.symbol = p_symbol
    )
  order by
    (select count(*) from public.universe_symbols as u where u.universe = m.universe),
    m.horizon_bars,
    m.universe
  limit 1
$$;
comment on function public.find_model(text, text, integer, text) is
  'The model that predicts a symbol: the active one of the narrowest universe that contains it (of the shortest horizon '
  'when p_horizon_bars is null), or the named one in any state; with its scope''s canary beside an active one. Null when '
  'none fits.';

create function public.get_serving(
  p_symbol text,
  p_timeframe text,
  p_horizon_bars integer default null,
  p_at timestamptz default now()
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'universe', s.universe, 'timeframe', s.timeframe, 'horizon_bars', s.horizon_bars,
    'model_version', s.model_version, 'canary_model_version', s.canary_model_version,
    'canary_percent', s.canary_percent, 'act', s.act, 'actor', s.actor, 'since', s.at,
    'until', (
      select min(n.at)
      from public.ml_serving_log as n
      where n.universe = s.universe and n.timeframe = s.timeframe and n.horizon_bars = s.horizon_bars and n.id > s.id
    )
  )
  from (
    select distinct on (l.universe, l.horizon_bars) l.*
    from public.ml_serving_log as l
    where l.timeframe = p_timeframe and (p_horizon_bars is null or l.horizon_bars = p_horizon_bars) and l.at <= p_at
      and exists (select from public.universe_symbols as u where u.universe = l.universe and u.symbol = p_symbol)
    order by l.universe asc, l.horizon_bars asc, l.id desc
  ) as s
  order by
    (select count(*) from public.universe_symbols as u where u.universe = s.universe),
    s.horizon_bars,
    s.universe
  limit 1
$$;
comment on function public.get_serving(text, text, integer, timestamptz) is
  'Which models served a symbol at a time, chosen as find_model chooses: the row of the serving log that held then, and '
  'until when it held (null = still). Null when nothing served it.';
revoke all on function public.get_serving(text, text, integer, timestamptz) from public;
grant execute on function public.get_serving(text, text, integer, timestamptz) to service_role;

create function public.list_audit(
  p_subject_kind text default null,
  p_subject_id text default null,
  p_action text default null,
  p_before_id bigint default null,
  p_limit integer default 50
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(page) order by page.id desc), '[]')
  from (
    select *
    from public.audit_log as a
    where (p_subject_kind is null or a.subject_kind = p_subject_kind)
      and (p_subject_id is null or a.subject_id = p_subject_id)
      and (p_action is null or a.action = p_action)
      and (p_before_id is null or a.id < p_before_id)
    order by a.id desc
    limit least(greatest(p_limit, 1), 200)
  ) as page
$$;
comment on function public.list_audit(text, text, text, bigint, integer) is
  'Entries of the audit log as an array, newest first, at most p_limit (1 to 200) of those before p_before_id; a null '
  'filter takes all.';
revoke all on function public.list_audit(text, text, text, bigint, integer) from public;
grant execute on function public.list_audit(text, text, text, bigint, integer) to service_role;
