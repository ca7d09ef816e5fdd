-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
  'Entries of the audit log as an array, newest first, at most p_limit (1 to 200) of those before '
  'p_before_id; a null filter takes all.';
revoke all on function public.list_audit(text, text, text, bigint, integer) from public;
grant execute on function public.list_audit(text, text, text, bigint, integer) to service_role;
