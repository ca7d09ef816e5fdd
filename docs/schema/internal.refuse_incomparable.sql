-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.refuse_incomparable()
returns trigger
language plpgsql
stable
set search_path = ''
as $$
begin
  if (
    select count(distinct (m.feature_set_version, m.label_spec)) from public.ml_models as m
    where m.model_version in (new.champion_version, new.canary_version)
  ) <> 1 then
    raise exception 'models % and % read other features or are labelled by other rules: no outcome compares them',
      new.champion_version, new.canary_version using errcode = 'EW409';
  end if;
  return new;
end
$$;

comment on function internal.refuse_incomparable() is
  'Trigger: a canary is tested only against a model that sees the same inputs and forecasts the same '
  'outcomes (EW409).';
revoke all on function internal.refuse_incomparable() from public;
