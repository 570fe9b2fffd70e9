-- The wall: spaces, who is in them, and what crossed.

create table spaces (
  id bigint generated always as identity primary key,
  realm text not null check (realm in ('inside', 'outside', 'bridge')),
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  title text not null check (length(title) between 1 and 120),
  description text not null default '',
  access text not null,
  created_by bigint references accounts,
  created_at timestamptz(3) not null default now(),
  archived_at timestamptz(3),
  unique (id, realm),
  check (
    (realm = 'inside' and access in ('employees', 'members'))
    or (realm = 'outside' and access in ('public', 'members'))
    or (realm = 'bridge' and access = 'invited')
  )
);

-- A realm is fixed when the thing is made.
create function refuse_realm_change() returns trigger language plpgsql as $$
begin
  if new.realm is distinct from old.realm then
    raise exception 'the realm of % % is fixed', tg_table_name, old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger spaces_realm_fixed before update of realm on spaces for each row execute function refuse_realm_change();
create trigger accounts_realm_fixed before update of realm on accounts for each row execute function refuse_realm_change();

create table memberships (
  space_id bigint not null references spaces on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  role text not null default 'member' check (role in ('member', 'steward')),
  added_by bigint references accounts,
  joined_at timestamptz(3) not null default now(),
  primary key (space_id, account_id)
);
create index memberships_account on memberships (account_id, space_id);

alter table invitations add foreign key (space_id) references spaces;

-- One row per thing that crossed the wall. Both sides read the same row; nobody can change it.
create table crossings (
  id bigint generated always as identity primary key,
  act text not null check (act in ('publish-out', 'bring-in', 'link-across', 'recall')),
  direction text not null check (direction in ('out', 'in')),
  source_kind text not null,
  source_id bigint not null,
  source_space_id bigint not null references spaces,
  target_kind text not null,
  target_id bigint not null,
  target_space_id bigint not null references spaces,
  acted_by bigint not null references accounts,
  reason text not null,
  bytes text not null,
  bytes_sha256 text not null,
  audience text not null,
  recalls bigint unique references crossings,
  happened_at timestamptz(3) not null default now(),
  check ((act = 'recall') = (recalls is not null))
);
create index crossings_target on crossings (target_kind, target_id);
create index crossings_source on crossings (source_kind, source_id);
create index crossings_time on crossings (happened_at desc, id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger crossings_append_only before update or delete on crossings for each row execute function refuse_change();
create trigger crossings_no_truncate before truncate on crossings for each statement execute function refuse_change();
