-- Members of the outside: asking for a connection, what they tell of themselves, and how far their texts reach.

-- Quiet: asked, and not shown to whom it was asked of, because they declined or blocked. Whoever asked sees no difference.
alter table connections
  add column is_quiet boolean not null default false,
  add check (not (is_quiet and accepted_at is not null));
create index connections_lower_accepted on connections (lower_id, accepted_at desc) where accepted_at is not null;
create index connections_higher_accepted on connections (higher_id, accepted_at desc) where accepted_at is not null;

-- Who was told no by whom, kept although the question is withdrawn: for 30 days it is not put again.
create table declined_asks (
  asker_id bigint not null references accounts on delete cascade,
  decliner_id bigint not null references accounts on delete cascade,
  declined_at timestamptz(3) not null default now(),
  primary key (asker_id, decliner_id)
);

-- Connections, blocks and follows join members of the outside and nobody else.
create function demand_two_members() returns trigger language plpgsql as $$
declare
  one bigint := (to_jsonb(new) ->> tg_argv[0])::bigint;
  other bigint := (to_jsonb(new) ->> tg_argv[1])::bigint;
begin
  if exists (select from accounts where id in (one, other) and realm <> 'outside') then
    raise exception 'only members outside can be joined by %', tg_table_name
      using errcode = 'check_violation', constraint = tg_table_name || '_members_only';
  end if;
  return new;
end $$;
create trigger connections_members_only before insert on connections
  for each row execute function demand_two_members('lower_id', 'higher_id');
create trigger blocks_members_only before insert on blocks
  for each row execute function demand_two_members('blocker_id', 'blocked_id');
create trigger follows_members_only before insert on follows
  for each row execute function demand_two_members('account_id', 'followed_id');

-- Who has left is nobody's connection, and no step between others.
create function end_connections_of_closed() returns trigger language plpgsql as $$
begin
  delete from connections where lower_id = new.id or higher_id = new.id;
  delete from follows where account_id = new.id or followed_id = new.id;
  return null;
end $$;
create trigger accounts_closed_connections after update of state on accounts
  for each row when (new.state = 'closed' and old.state <> 'closed') execute function end_connections_of_closed();

-- Everybody who could be within so many steps (1 to 3) of somebody: all of them and perhaps more, because blocks are not
-- looked at. It only narrows what `within_degrees` has to judge.
create function perhaps_within(one bigint, degrees int) returns setof bigint language sql stable as $$
  select other_id from ties where person_id = one
  union
  select b.other_id from ties a join ties b on b.person_id = a.other_id and b.is_path
    where degrees >= 2 and a.person_id = one and a.is_path
  union
  select c.other_id from
    (select distinct b.other_id from ties a join ties b on b.person_id = a.other_id and b.is_path
      where degrees >= 3 and a.person_id = one and a.is_path) as second
    join ties c on c.person_id = second.other_id and c.is_path
$$;

-- A text outside can be narrowed by its author, and never reaches further than it once did.
create function demand_narrower() returns trigger language plpgsql as $$
begin
  if coalesce(new.reach, 5) > coalesce(old.reach, 5) then
    raise exception 'thread % reaches as far as % and cannot reach further', old.id, old.reach
      using errcode = 'check_violation', constraint = 'threads_reach_narrower';
  end if;
  return new;
end $$;
create trigger threads_reach_narrower before update of reach on threads
  for each row execute function demand_narrower();

-- What members told of themselves until now was for everyone.
insert into profile_fields (account_id, field, value, reach)
  select id, 'about', left(about, 4000), 5 from accounts where realm = 'outside' and about <> ''
  union all
  select id, 'organisation', organisation, 5 from accounts where realm = 'outside' and organisation <> ''
  on conflict do nothing;
update accounts set about = '', organisation = null
  where realm = 'outside' and (about <> '' or organisation is not null);

-- The fields of every member outside: as they set them, and otherwise empty with the reach that a field starts with.
create view member_fields as
  select accounts.id as account_id, fields.field, fields.place, coalesce(profile_fields.value, '') as value,
    coalesce(profile_fields.reach, fields.starts_at) as reach
  from accounts
    cross join (values ('about', 1, 5::smallint), ('organisation', 2, 4::smallint), ('place', 3, 4::smallint),
      ('website', 4, 4::smallint), ('email', 5, 1::smallint), ('phone', 6, 1::smallint),
      ('connections', 7, 1::smallint)) as fields (field, place, starts_at)
    left join profile_fields on profile_fields.account_id = accounts.id and profile_fields.field = fields.field
  where accounts.realm = 'outside';
