-- Who is here. One account is one face in one realm; two faces of a person are never joined here.

create table accounts (
  id bigint generated always as identity primary key,
  realm text not null check (realm in ('inside', 'outside', 'bridge')),
  handle text not null check (handle ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  display_name text not null check (length(display_name) between 1 and 120),
  email text check (email = lower(email) and email like '%_@_%'),
  email_proved_at timestamptz(3),
  password_hash text,
  organisation text,
  job_title text not null default '',
  about text not null default '',
  state text not null default 'active' check (state in ('active', 'unclaimed', 'closed')),
  locale text not null default 'en',
  time_zone text not null default 'UTC',
  created_at timestamptz(3) not null default now(),
  closed_at timestamptz(3),
  unique (realm, handle),
  unique (realm, email),
  unique (id, realm),
  check (state <> 'active' or email is not null)
);
create index accounts_realm_name on accounts (realm, lower(display_name), id);

create table sessions (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  token_hash bytea not null unique,
  proved_by text not null check (proved_by in ('password', 'code', 'invitation', 'setup', 'sign-up')),
  device text not null default '',
  created_at timestamptz(3) not null default now(),
  last_seen_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3)
);
create index sessions_account on sessions (account_id) where ended_at is null;

create table email_codes (
  id bigint generated always as identity primary key,
  realm text not null check (realm in ('inside', 'outside', 'bridge')),
  email text not null,
  purpose text not null check (purpose in ('sign-in', 'sign-up')),
  code_hash bytea not null,
  details jsonb not null default '{}',
  wrong_tries int not null default 0,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
create index email_codes_email on email_codes (realm, email, created_at desc);

create table invitations (
  id bigint generated always as identity primary key,
  realm text not null check (realm in ('inside', 'bridge')),
  email text not null check (email = lower(email)),
  display_name text not null,
  organisation text,
  space_id bigint,
  token_hash bytea not null unique,
  invited_by bigint not null references accounts,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  accepted_by bigint references accounts,
  withdrawn_at timestamptz(3)
);
create index invitations_open on invitations (created_at desc, id desc) where accepted_at is null and withdrawn_at is null;

-- What somebody may do beyond their place. Ended, never deleted.
create table offices (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts,
  office text not null check (office in ('owner', 'inside-steward', 'outside-steward', 'official-voice')),
  given_by bigint references accounts,
  given_at timestamptz(3) not null default now(),
  ended_at timestamptz(3)
);
create unique index offices_held on offices (account_id, office) where ended_at is null;

-- The one-time owner link printed at first start.
create table setup_links (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  created_at timestamptz(3) not null default now(),
  used_at timestamptz(3)
);
