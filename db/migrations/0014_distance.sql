-- How near two members of the outside are to each other, and what follows from it.

-- Mutual and accepted, or asked for and not answered yet. The lower id first, so that a pair stands once.
create table connections (
  lower_id bigint not null references accounts on delete cascade,
  higher_id bigint not null references accounts on delete cascade,
  asked_by bigint not null,
  asked_at timestamptz(3) not null default now(),
  accepted_at timestamptz(3),
  -- A tie is hidden as long as either of the two hides it.
  hidden_by_lower boolean not null default false,
  hidden_by_higher boolean not null default false,
  primary key (lower_id, higher_id),
  check (lower_id < higher_id),
  check (asked_by in (lower_id, higher_id))
);
create index connections_higher on connections (higher_id, lower_id);

create table blocks (
  blocker_id bigint not null references accounts on delete cascade,
  blocked_id bigint not null references accounts on delete cascade,
  blocked_at timestamptz(3) not null default now(),
  primary key (blocker_id, blocked_id),
  check (blocker_id <> blocked_id)
);
create index blocks_blocked on blocks (blocked_id, blocker_id);

-- Whom somebody follows. Gives no right.
create table follows (
  account_id bigint not null references accounts on delete cascade,
  followed_id bigint not null references accounts on delete cascade,
  followed_at timestamptz(3) not null default now(),
  primary key (account_id, followed_id),
  check (account_id <> followed_id)
);
create index follows_followed on follows (followed_id);

-- Accepted connections, each from both ends, and whether they can be a step of somebody else's path. Kept by the
-- triggers below; a tie between two of whom one blocks the other does not stand here at all.
create table ties (
  person_id bigint not null references accounts on delete cascade,
  other_id bigint not null references accounts on delete cascade,
  is_path boolean not null,
  primary key (person_id, other_id)
);
create index ties_path on ties (person_id, other_id) where is_path;

-- Every change of a tie or block, so that a process that keeps the graph in memory can follow. Each names its
-- transaction: whoever reads "what I could not see last time" misses none that commits late.
create table tie_changes (
  one_id bigint not null,
  other_id bigint not null,
  xact xid8 not null default pg_current_xact_id(),
  changed_at timestamptz(3) not null default now()
);
create index tie_changes_xact on tie_changes (xact);
create index tie_changes_time on tie_changes (changed_at);

create function refresh_tie(one bigint, other bigint) returns void language plpgsql as $$
declare
  low bigint := least(one, other);
  high bigint := greatest(one, other);
begin
  -- A connection and a block of the same two wait for each other. A thousand locks at most, for writing very many at once.
  perform pg_advisory_xact_lock(72649, hashint8(low # (high << 20)) & 1023);
  delete from ties where (person_id, other_id) in ((low, high), (high, low));
  insert into ties (person_id, other_id, is_path)
    select ends.person_id, ends.other_id, not (c.hidden_by_lower or c.hidden_by_higher)
    from connections c, lateral (values (low, high), (high, low)) as ends (person_id, other_id)
    where c.lower_id = low and c.higher_id = high and c.accepted_at is not null
      and not exists (select from blocks where (blocker_id, blocked_id) in ((low, high), (high, low)));
  insert into tie_changes (one_id, other_id) values (low, high);
end $$;

create function connection_changed() returns trigger language plpgsql as $$
begin
  perform refresh_tie(coalesce(new.lower_id, old.lower_id), coalesce(new.higher_id, old.higher_id));
  return null;
end $$;
create trigger connections_ties after insert or update or delete on connections
  for each row execute function connection_changed();

create function block_changed() returns trigger language plpgsql as $$
begin
  perform refresh_tie(coalesce(new.blocker_id, old.blocker_id), coalesce(new.blocked_id, old.blocked_id));
  return null;
end $$;
create trigger blocks_ties after insert or delete on blocks for each row execute function block_changed();

create function is_blocked(one bigint, other bigint) returns boolean language sql stable parallel safe cost 300 as $$
  select exists (select from blocks where blocker_id = one and blocked_id = other)
    or exists (select from blocks where blocker_id = other and blocked_id = one)
$$;

-- Whether two people are at most `degrees` (0 to 3) steps apart. A hidden tie counts between its own two people, who
-- both know it, and is no step of any longer path. Who is blocked by one end, or blocks it, is no path for the other.
create function within_degrees(one bigint, other bigint, degrees int) returns boolean
language plpgsql stable parallel safe cost 5000 as $$
declare
  near_one bigint[];
  near_other bigint[];
  kept_from_one bigint[];
  kept_from_other bigint[];
begin
  if one = other then return true; end if;
  if degrees < 1 or is_blocked(one, other) then return false; end if;
  if exists (select from ties where person_id = one and other_id = other) then return true; end if;
  if degrees < 2 then return false; end if;
  near_one := array(select t.other_id from ties t where t.person_id = one and t.is_path);
  near_other := array(select t.other_id from ties t where t.person_id = other and t.is_path);
  if near_one && near_other then return true; end if;
  if degrees < 3 then return false; end if;
  kept_from_one := array(
    select blocked_id from blocks where blocker_id = one union all select blocker_id from blocks where blocked_id = one
  );
  kept_from_other := array(
    select blocked_id from blocks where blocker_id = other union all select blocker_id from blocks where blocked_id = other
  );
  if near_one && kept_from_other then
    near_one := array(select a from unnest(near_one) a where a <> all (kept_from_other));
  end if;
  if near_other && kept_from_one then
    near_other := array(select b from unnest(near_other) b where b <> all (kept_from_one));
  end if;
  return exists (
    select from ties t where t.person_id = any (near_one) and t.is_path and t.other_id = any (near_other)
  );
end $$;

-- How far a text reaches: 0 only its author, 1 to 3 degrees, 4 all members, null as far as its space.
alter table threads
  add column reach smallint check (reach between 0 and 4),
  add check (reach is null or realm = 'outside');
create index threads_reach on threads (author_id, reach) where reach is not null;

-- What a member tells of themselves beside name and picture, each for those whom they choose:
-- 0 only me, 1 to 3 degrees, 4 all members, 5 everyone.
create table profile_fields (
  account_id bigint not null references accounts on delete cascade,
  field text not null check (field in ('about', 'organisation', 'place', 'website', 'email', 'phone', 'connections')),
  value text not null default '' check (length(value) <= 4000),
  reach smallint not null check (reach between 0 and 5),
  primary key (account_id, field),
  -- Ways to reach somebody never start wider than their own connections.
  check (field not in ('email', 'phone') or reach <= 1)
);
