-- What guests, those who answer for them, and the two sets of stewards need beside 0015.

-- A notice is about a thread, or about a room and somebody in it.
alter table notices
  alter column thread_id drop not null,
  add column space_id bigint references spaces on delete cascade,
  -- What tells two notices of one kind about one room apart: which sponsorship, which day.
  add column occasion text not null default '',
  add check (num_nonnulls(thread_id, space_id) = 1),
  drop constraint notices_account_id_kind_thread_id_reply_id_key;
create unique index notices_once on notices (account_id, kind, thread_id, reply_id, space_id, occasion)
  nulls not distinct;
create index notices_space on notices (space_id) where space_id is not null;

-- Who closed an account, when and why. The account and what it wrote stay.
create table account_closings (
  account_id bigint primary key references accounts on delete cascade,
  closed_by bigint references accounts,
  reason text not null check (length(reason) between 1 and 500),
  closed_at timestamptz(3) not null default now()
);

-- An office that one person holds beside its counterpart names the exception that allowed it. Those from before that
-- rule are marked; without either it was set on the machine.
alter table offices
  add column exception_id bigint unique references office_exceptions,
  add column before_exceptions boolean not null default false;
update offices set before_exceptions = true where ended_at is null and office like '%-steward';
