-- Calm by construction: how soon, how often and when each person is told of what they have not opened yet.

-- How the notices of one kind leave the house for one person, where it is not as the kind has it: 'here' shows them
-- here alone, 'never' makes none.
create table notice_paces (
  account_id bigint not null references accounts on delete cascade,
  kind text not null,
  pace text not null check (pace in ('at-once', 'daily', 'weekly', 'here', 'never')),
  chosen_at timestamptz(3) not null default now(),
  primary key (account_id, kind)
);
insert into notice_paces (account_id, kind, pace, chosen_at)
  select account_id, regexp_replace(kind, '^mail:', ''),
    case when bool_or(kind not like 'mail:%') then 'never' else 'here' end, max(stopped_at)
  from notice_stops group by 1, 2;
drop table notice_stops;

-- The hours of one person, on the clock of their account.
create table notice_clocks (
  account_id bigint primary key references accounts on delete cascade,
  -- So long a notice waits to be opened here before a mail goes.
  grace_minutes smallint not null default 10 check (grace_minutes in (0, 10, 60)),
  -- Minutes after midnight; an end before the beginning is on the next day. The days are those it begins on: bit 0 is Monday.
  quiet_from smallint check (quiet_from between 0 and 1439),
  quiet_until smallint check (quiet_until between 0 and 1439),
  quiet_days smallint not null default 127 check (quiet_days between 0 and 127),
  digest_hour smallint not null default 8 check (digest_hour between 0 and 23),
  -- Monday is 1.
  digest_weekday smallint not null default 1 check (digest_weekday between 1 and 7),
  check ((quiet_from is null) = (quiet_until is null))
);

-- What waits to leave the house: each notice until it is sent, or was opened, or is out of reach when its time has come.
create table notice_sendings (
  notice_id bigint primary key references notices on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  pace text not null check (pace in ('at-once', 'daily', 'weekly')),
  -- When it is looked at; for digests reckoned again then, on the clock of that moment.
  due_at timestamptz(3) not null,
  -- Kept back by quiet hours or taken out of a withdrawn mail: what was, goes together.
  is_held boolean not null default false
);
create index notice_sendings_due on notice_sendings (due_at, account_id);
create index notice_sendings_account on notice_sendings (account_id);

-- One digest for a person and a day of theirs, however often it is tried.
create table notice_digests (
  account_id bigint not null references accounts on delete cascade,
  pace text not null check (pace in ('daily', 'weekly')),
  local_day date not null,
  mail_id bigint not null references mails,
  sent_at timestamptz(3) not null default now(),
  primary key (account_id, pace, local_day)
);

-- Whoever moves to another zone gets the digest on the new clock.
create function look_again_at_digests() returns trigger language plpgsql as $$
begin
  update notice_sendings set due_at = least(due_at, now()) where account_id = new.id and pace in ('daily', 'weekly');
  return null;
end $$;
create trigger accounts_zone_moved after update of time_zone on accounts
  for each row when (old.time_zone is distinct from new.time_zone) execute function look_again_at_digests();

-- Browsers that show notices, each by the address that its maker gave out and the keys that it made for itself.
create table push_devices (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  endpoint text not null unique check (length(endpoint) between 1 and 1000),
  p256dh text not null,
  auth text not null,
  name text not null check (length(name) between 1 and 80),
  added_at timestamptz(3) not null default now(),
  last_told_at timestamptz(3)
);
create index push_devices_account on push_devices (account_id);

-- None of these is on a visitor's page.
do $$ begin
  execute replace(pg_get_functiondef('watch_visitor_tables'::regproc), '''notice_stops''',
    '''notice_paces'', ''notice_clocks'', ''notice_sendings'', ''notice_digests'', ''push_devices''');
end $$;
select watch_visitor_tables();
