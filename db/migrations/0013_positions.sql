-- Where people and things stand in the company, and what follows from it: axes, placements, groups, grants.
-- Days are days in UTC; a span runs from its first day up to, not including, `to_on`; null is open.

create function utc_today() returns date language sql stable parallel safe as $$
  select (now() at time zone 'utc')::date
$$;

create table axes (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9-]{0,62}$'),
  title text not null check (length(title) between 1 and 120),
  created_at timestamptz(3) not null default now(),
  ended_at timestamptz(3)
);
insert into axes (key, title) values
  ('function', 'Function'), ('segment', 'Customer segment'), ('product', 'Product line'), ('geography', 'Geography');

create table axis_nodes (
  id bigint generated always as identity primary key,
  axis_id bigint not null references axes,
  -- The company's own short name for it, by which an import finds it again.
  code text not null check (length(code) between 1 and 63),
  created_by bigint references accounts,
  created_at timestamptz(3) not null default now(),
  unique (axis_id, code),
  unique (id, axis_id)
);

-- What a node was called and where it hung, day by day. Moving or renaming ends one row and begins the next.
create table axis_node_versions (
  id bigint generated always as identity primary key,
  axis_id bigint not null,
  node_id bigint not null,
  parent_id bigint,
  title text not null check (length(title) between 1 and 120),
  from_on date not null default utc_today(),
  to_on date,
  changed_by bigint references accounts,
  changed_at timestamptz(3) not null default now(),
  foreign key (node_id, axis_id) references axis_nodes (id, axis_id) on delete cascade,
  foreign key (parent_id, axis_id) references axis_nodes (id, axis_id),
  check (to_on is null or to_on > from_on),
  check (parent_id is distinct from node_id)
);
create index axis_node_versions_node on axis_node_versions (node_id, from_on);
create index axis_node_versions_parent on axis_node_versions (parent_id, from_on) where parent_id is not null;
create index axis_node_versions_axis on axis_node_versions (axis_id, from_on);

-- Every node with itself and everything above it, and the days on which that held. Kept by the trigger below.
create table node_paths (
  node_id bigint not null references axis_nodes on delete cascade,
  ancestor_id bigint not null references axis_nodes on delete cascade,
  depth int not null,
  from_on date not null,
  to_on date,
  primary key (node_id, ancestor_id, from_on)
);
create index node_paths_ancestor on node_paths (ancestor_id, node_id);

create function refresh_node_paths(changed bigint) returns void language plpgsql as $$
declare
  below bigint[] := array(select distinct node_id from node_paths where ancestor_id = changed) || changed;
begin
  delete from node_paths where node_id = any(below);
  insert into node_paths (node_id, ancestor_id, depth, from_on, to_on)
    with recursive up as (
      select v.node_id, v.node_id as ancestor_id, 0 as depth, v.from_on, coalesce(v.to_on, 'infinity') as to_on
      from axis_node_versions v where v.node_id = any(below)
      union all
      select up.node_id, v.parent_id, up.depth + 1, greatest(up.from_on, v.from_on),
        least(up.to_on, coalesce(v.to_on, 'infinity'))
      from up join axis_node_versions v on v.node_id = up.ancestor_id and v.parent_id is not null
        and v.from_on < up.to_on and coalesce(v.to_on, 'infinity') > up.from_on
      where up.depth < 40
    )
    select node_id, ancestor_id, depth, from_on, nullif(to_on, 'infinity') from up;
  if exists (select from node_paths where node_id = any(below) and depth >= 30) then
    raise exception 'a tree is at most 30 deep' using errcode = 'check_violation', constraint = 'axis_node_depth';
  end if;
end $$;

create function check_node_version() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(72646, hashint8(new.axis_id));
  if exists (
    select from axis_node_versions v where v.node_id = new.node_id and v.id <> new.id
      and v.from_on < coalesce(new.to_on, 'infinity') and coalesce(v.to_on, 'infinity') > new.from_on
  ) then
    raise exception 'two versions of a node on one day' using errcode = 'check_violation', constraint = 'axis_node_overlap';
  end if;
  if exists (
    select from node_paths p where p.node_id = new.parent_id and p.ancestor_id = new.node_id
      and p.from_on < coalesce(new.to_on, 'infinity') and coalesce(p.to_on, 'infinity') > new.from_on
  ) then
    raise exception 'a node cannot stand below itself' using errcode = 'check_violation', constraint = 'axis_node_cycle';
  end if;
  return new;
end $$;
create trigger axis_node_versions_checked before insert or update on axis_node_versions
  for each row execute function check_node_version();

create function node_version_changed() returns trigger language plpgsql as $$
begin
  perform refresh_node_paths(coalesce(new.node_id, old.node_id));
  return null;
end $$;
create trigger axis_node_versions_paths after insert or update or delete on axis_node_versions
  for each row execute function node_version_changed();

create table position_roles (
  key text primary key check (key ~ '^[a-z][a-z0-9-]{0,62}$'),
  title text not null check (length(title) between 1 and 60),
  -- 0 member, 1 lead, 2 manager: who may grant for their node. The company's own roles take one of these.
  rank int not null check (rank between 0 and 2),
  built_in boolean not null default false,
  created_at timestamptz(3) not null default now()
);
insert into position_roles (key, title, rank, built_in) values
  ('member', 'Member', 0, true), ('lead', 'Lead', 1, true), ('manager', 'Manager', 2, true);

-- A dated link of a person, a space or a thread to a node.
create table placements (
  id bigint generated always as identity primary key,
  node_id bigint not null references axis_nodes,
  account_id bigint references accounts on delete cascade,
  role text references position_roles,
  space_id bigint references spaces on delete cascade,
  thread_id bigint references threads on delete cascade,
  from_on date not null default utc_today(),
  to_on date,
  placed_by bigint references accounts,
  placed_at timestamptz(3) not null default now(),
  check (num_nonnulls(account_id, space_id, thread_id) = 1),
  check ((account_id is null) = (role is null)),
  check (to_on is null or to_on > from_on)
);
create index placements_account on placements (account_id, node_id) where account_id is not null;
create index placements_space on placements (space_id, node_id) where space_id is not null;
create index placements_thread on placements (thread_id, node_id) where thread_id is not null;
create index placements_node on placements (node_id, id);

create function check_placement() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(72647, hashint8(new.node_id));
  if exists (
    select from placements p where p.node_id = new.node_id and p.id <> new.id
      and p.account_id is not distinct from new.account_id and p.role is not distinct from new.role
      and p.space_id is not distinct from new.space_id and p.thread_id is not distinct from new.thread_id
      and p.from_on < coalesce(new.to_on, 'infinity') and coalesce(p.to_on, 'infinity') > new.from_on
  ) then
    raise exception 'placed there already in that time' using errcode = 'check_violation', constraint = 'placements_overlap';
  end if;
  return new;
end $$;
create trigger placements_checked before insert or update on placements for each row execute function check_placement();

-- Groups and virtual teams: people of the inside who stand together beside the lines of the organisation.
create table groups (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('group', 'virtual-team')),
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  title text not null check (length(title) between 1 and 120),
  purpose text not null default '' check (length(purpose) <= 500),
  created_by bigint references accounts,
  created_at timestamptz(3) not null default now(),
  ended_at timestamptz(3)
);
create table group_members (
  group_id bigint not null references groups on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  role text not null default 'member' check (role in ('member', 'lead')),
  added_by bigint references accounts,
  joined_at timestamptz(3) not null default now(),
  primary key (group_id, account_id)
);
create index group_members_account on group_members (account_id, group_id);

-- The tree of spaces. A stop keeps what was granted above from flowing further down. A manager's stop lets the rules
-- of administrators through; an administrator's stop lets nothing through, and from there down only theirs count.
alter table spaces
  add column parent_id bigint,
  add column stops text check (stops in ('manager', 'administrator')),
  add column stopped_by bigint references accounts,
  add foreign key (parent_id, realm) references spaces (id, realm),
  add check (parent_id is distinct from id);
create index spaces_parent on spaces (parent_id) where parent_id is not null;

-- Every space with each space whose grants reach it. Kept by the trigger below.
create table space_flow (
  space_id bigint not null references spaces on delete cascade,
  source_id bigint not null references spaces on delete cascade,
  depth int not null,
  -- Only the rules of administrators come through.
  administrators_only boolean not null,
  primary key (space_id, source_id)
);
create index space_flow_source on space_flow (source_id, space_id);

-- From an administrator's stop down, every row is for administrators' grants only, the grants of a space to itself too.
create function refresh_space_flow(changed bigint) returns void language plpgsql as $$
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

create function space_place_changed() returns trigger language plpgsql as $$
begin
  perform refresh_space_flow(new.id);
  return null;
end $$;
create trigger spaces_flow_new after insert on spaces for each row execute function space_place_changed();
create trigger spaces_flow after update of parent_id, stops on spaces for each row
  when (old.parent_id is distinct from new.parent_id or old.stops is distinct from new.stops)
  execute function space_place_changed();
insert into space_flow (space_id, source_id, depth, administrators_only) select id, id, 0, false from spaces;

-- What somebody may do in a space beyond what its access gives: to a person, a group, or a place in the organisation.
create table grants (
  id bigint generated always as identity primary key,
  space_id bigint not null references spaces on delete cascade,
  right_given text not null check (right_given in ('read', 'write', 'moderate', 'manage', 'publish-out')),
  account_id bigint references accounts on delete cascade,
  group_id bigint references groups on delete cascade,
  node_id bigint references axis_nodes on delete cascade,
  -- With a node: everyone placed there, or only those in this role; with or without the nodes below.
  role text references position_roles,
  with_below boolean not null default true,
  given_as text not null check (given_as in ('author', 'manager', 'administrator')),
  given_by bigint references accounts,
  reason text not null default '' check (length(reason) <= 500),
  given_at timestamptz(3) not null default now(),
  lapses_at timestamptz(3),
  ended_at timestamptz(3),
  ended_by bigint references accounts,
  check (num_nonnulls(account_id, group_id, node_id) = 1),
  check (role is null or node_id is not null)
);
create index grants_space on grants (space_id) where ended_at is null;
create index grants_account on grants (account_id) where ended_at is null and account_id is not null;
create index grants_group on grants (group_id) where ended_at is null and group_id is not null;
create index grants_node on grants (node_id) where ended_at is null and node_id is not null;

-- Who holds what in which space, today: the grants with the places of people worked in. Level: 1 read, 2 write,
-- 3 moderate, 4 manage; who may publish out may read. Not materialized: a part used thrice would be worked out whole
-- each time that the view is asked; so each branch begins where the question does, at the account or at the space.
create view space_grantees as
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
