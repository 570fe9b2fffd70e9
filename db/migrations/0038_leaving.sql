-- People who closed their own account, and the files with everything of theirs that they asked for.

-- While a row stands here and nothing is destroyed, its person can come back by signing in as before. The account is
-- closed from the first moment; what signs in to it stays until `destroyed_at`.
create table leavings (
  account_id bigint primary key references accounts on delete cascade,
  keeps_name boolean not null,
  -- How they were called, where the name was taken away: given back to whoever comes back, emptied with the rest.
  called jsonb,
  left_at timestamptz(3) not null,
  -- From when on it is destroyed.
  until timestamptz(3) not null,
  destroyed_at timestamptz(3),
  check (destroyed_at is null or called is null)
);
create index leavings_due on leavings (until) where destroyed_at is null;

-- Whether a closed account still opens to its person, for nothing but coming back.
create function comes_back(account bigint) returns boolean language sql stable as $$
  select exists (select from leavings where account_id = account and destroyed_at is null)
$$;

-- One export of one's own data. The bytes stand in pieces, so that none of it is ever whole in memory.
create table own_data_exports (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  asked_at timestamptz(3) not null,
  parts_done int not null default 0,
  parts int,
  finished_at timestamptz(3),
  failed_at timestamptz(3),
  byte_count bigint not null default 0
);
-- One at a time.
create unique index own_data_exports_under_way on own_data_exports (account_id)
  where finished_at is null and failed_at is null;
create index own_data_exports_account on own_data_exports (account_id, id desc);

create table own_data_pieces (
  export_id bigint not null references own_data_exports on delete cascade,
  place int not null,
  bytes bytea not null,
  primary key (export_id, place)
);

-- What visitors see of a leaving stands in `accounts`.
do $$ begin
  execute replace(pg_get_functiondef('watch_visitor_tables'::regproc), 'array[',
    'array[''leavings'', ''own_data_exports'', ''own_data_pieces'', ');
end $$;
select watch_visitor_tables();
