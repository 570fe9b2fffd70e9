-- Who stands behind an address in the files of an organisation: an unclaimed account has no address of its own, so this
-- is how the next import finds it again.
create table structure_people (
  email text primary key check (email = lower(email) and email like '%_@_%'),
  account_id bigint not null references accounts on delete cascade,
  named_at timestamptz(3) not null default now()
);
create index structure_people_account on structure_people (account_id);
