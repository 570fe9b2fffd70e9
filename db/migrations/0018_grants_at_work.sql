-- Grants at work: an administrator's stop holds for everything below it, the view of who holds what is found from
-- either end by its indexes, and what was changed about a space is written down.

-- From an administrator's stop down, every row is for administrators' grants only, the grants of a space to itself too.
create or replace function refresh_space_flow(changed bigint) returns void language plpgsql as $$
declare
  below bigint[];
begin
  perform pg_advisory_xact_lock(72648, 0);
  with recursive down as (
    select changed as id, 0 as depth
    union all
    select s.id, down.depth + 1 from spaces s join down on s.parent_id = down.id where down.depth < 40
  )
  select array_agg(id) into below from down;
  if (select count(*) <> count(distinct id) from unnest(below) id) then
    raise exception 'a space cannot stand below itself' using errcode = 'check_violation', constraint = 'spaces_cycle';
  end if;
  delete from space_flow where space_id = any(below);
  insert into space_flow (space_id, source_id, depth, administrators_only)
    with recursive up as (
      select s.id as space_id, s.id as source_id, s.parent_id, s.stops, 0 as depth, false as narrowed
      from spaces s where s.id = any(below)
      union all
      select up.space_id, s.id, s.parent_id, s.stops, up.depth + 1, up.narrowed or up.stops is not null
      from up join spaces s on s.id = up.parent_id
      where up.stops is distinct from 'administrator' and up.depth < 20
    )
    select space_id, source_id, depth, narrowed or bool_or(stops = 'administrator') over (partition by space_id) is true
    from up;
  if exists (select from space_flow where space_id = any(below) and depth >= 20) then
    raise exception 'a tree of spaces is at most 20 deep' using errcode = 'check_violation', constraint = 'spaces_depth';
  end if;
end $$;
select refresh_space_flow(id) from spaces where stops = 'administrator';

-- The same rows as before. A part used thrice would be worked out whole each time that the view is asked; without it
-- each branch begins where the question does, at the account or at the space.
create or replace view space_grantees as
  with standing as not materialized (
    select f.space_id, f.source_id, g.id as grant_id, g.account_id, g.group_id, g.node_id, g.role, g.with_below,
      g.right_given, array_position(array['read', 'write', 'moderate', 'manage'], g.right_given) as level
    from grants g join space_flow f on f.source_id = g.space_id
    where g.ended_at is null and (g.lapses_at is null or g.lapses_at > now())
      and (g.given_as = 'administrator' or not f.administrators_only)
  )
  select s.space_id, s.account_id, s.grant_id, s.right_given, coalesce(s.level, 1) as level
  from standing s where s.account_id is not null
  union all
  select s.space_id, m.account_id, s.grant_id, s.right_given, coalesce(s.level, 1)
  from standing s join groups on groups.id = s.group_id and groups.ended_at is null
    join group_members m on m.group_id = s.group_id
  union all
  select s.space_id, p.account_id, s.grant_id, s.right_given, coalesce(s.level, 1)
  from standing s join node_paths n on n.ancestor_id = s.node_id and (s.with_below or n.depth = 0)
    join placements p on p.node_id = n.node_id and p.account_id is not null and (s.role is null or s.role = p.role)
  where n.from_on <= utc_today() and (n.to_on is null or n.to_on > utc_today())
    and p.from_on <= utc_today() and (p.to_on is null or p.to_on > utc_today());

-- Who changed what about a space beside its grants, which tell their own story. Written once, never changed.
create table space_changes (
  id bigint generated always as identity primary key,
  space_id bigint not null references spaces on delete cascade,
  what text not null check (what in (
    'moved', 'stopped', 'lifted', 'renamed', 'described', 'narrowed', 'archived', 'reopened', 'member-added', 'member-removed')),
  account_id bigint references accounts on delete cascade,
  before text,
  after text,
  changed_by bigint references accounts,
  changed_at timestamptz(3) not null default now()
);
create index space_changes_space on space_changes (space_id, id desc);
create index grants_story on grants (space_id, id);
