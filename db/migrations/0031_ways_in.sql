-- The ways in: identity providers and what they proved, passkeys, second factors, recovery.

alter table sessions drop constraint sessions_proved_by_check;
alter table sessions add constraint sessions_proved_by_check
  check (proved_by in ('password', 'code', 'invitation', 'setup', 'sign-up', 'provider', 'passkey'));
-- When the person last proved who they are, and whether a second factor is still owed: until then the session is nobody's.
alter table sessions add column proved_at timestamptz(3) not null default now();
alter table sessions add column waits_for_factor boolean not null default false;
update sessions set proved_at = created_at;

create table identity_providers (
  id bigint generated always as identity primary key,
  preset text not null check (preset in ('google', 'microsoft', 'apple', 'github', 'generic')),
  label text not null check (length(label) between 1 and 60),
  issuer text not null check (issuer ~ '^https?://'),
  client_id text not null,
  -- Sealed with the key of the data folder; for Apple the private key that signs each client secret.
  secret bytea,
  team_id text,
  key_id text,
  for_outside boolean not null default false,
  for_inside boolean not null default false,
  makes_accounts boolean not null default false,
  checks_second_factor boolean not null default false,
  is_on boolean not null default true,
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now()
);

-- The mail domains that a provider speaks for: whoever types such an address inside is led there.
create table provider_domains (
  domain text primary key check (domain = lower(domain) and domain ~ '^[a-z0-9.-]+\.[a-z0-9-]+$'),
  provider_id bigint not null references identity_providers on delete cascade
);

-- Somebody at a provider, and the account that they enter: the key is issuer and subject, never an address.
create table identities (
  id bigint generated always as identity primary key,
  account_id bigint not null,
  realm text not null check (realm in ('inside', 'outside')),
  issuer text not null,
  subject text not null check (length(subject) between 1 and 255),
  label text not null,
  shown_as text,
  linked_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3),
  unique (realm, issuer, subject),
  foreign key (account_id, realm) references accounts (id, realm) on delete cascade
);
create index identities_account on identities (account_id);

-- One way to a provider and back. What was found there stays until it is linked or an hour has passed.
create table provider_journeys (
  id bigint generated always as identity primary key,
  provider_id bigint not null references identity_providers on delete cascade,
  realm text not null check (realm in ('inside', 'outside')),
  purpose text not null check (purpose in ('enter', 'link')),
  state_hash bytea not null unique,
  browser_hash bytea not null,
  sealed bytea not null,
  next_path text,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  returned_at timestamptz(3),
  found jsonb,
  finished_at timestamptz(3)
);
create index provider_journeys_created on provider_journeys (created_at);

create table passkeys (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  user_handle bytea not null,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  name text not null check (length(name) between 1 and 60),
  backed_up boolean not null default false,
  created_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3)
);
create index passkeys_account on passkeys (account_id);

create table passkey_challenges (
  id bigint generated always as identity primary key,
  secret_hash bytea not null unique,
  challenge text not null,
  -- Of whom, when a passkey is added; null for signing in.
  account_id bigint references accounts on delete cascade,
  user_handle bytea,
  created_at timestamptz(3) not null default now(),
  used_at timestamptz(3)
);

create table second_factors (
  account_id bigint primary key references accounts on delete cascade,
  secret bytea not null,
  made_at timestamptz(3) not null default now(),
  confirmed_at timestamptz(3),
  -- The newest step of 30 seconds whose code was used: none works twice.
  last_step bigint not null default 0
);

create table recovery_codes (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  code_hash bytea not null unique,
  made_at timestamptz(3) not null default now(),
  used_at timestamptz(3)
);
create index recovery_codes_account on recovery_codes (account_id);

-- Taking a lost second factor away: asked for by whoever looks after that side, carried out after a waiting time.
create table factor_resets (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  asked_by bigint not null references accounts,
  reason text not null check (length(reason) between 1 and 500),
  stop_hash bytea not null unique,
  asked_at timestamptz(3) not null default now(),
  due_at timestamptz(3) not null,
  stopped_at timestamptz(3),
  done_at timestamptz(3)
);
create unique index factor_resets_open on factor_resets (account_id) where stopped_at is null and done_at is null;

-- Who does not want codes by mail. They work again when no other way in is left.
create table mail_codes_off (
  account_id bigint primary key references accounts on delete cascade,
  since timestamptz(3) not null default now()
);
