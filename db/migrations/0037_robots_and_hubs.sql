-- What search engines and AI crawlers may do with a space outside, feeds made for one person, and who hears of feeds.

-- Without a row both are allowed: a public space is public.
create table space_robots (
  space_id bigint primary key,
  realm text not null default 'outside' check (realm = 'outside'),
  listed boolean not null,
  ai boolean not null,
  chosen_by bigint references accounts,
  chosen_at timestamptz(3) not null default now(),
  foreign key (space_id, realm) references spaces (id, realm) on delete cascade
);

-- One address for each account and feed; only its hash is kept. Without a space: the account's own notices.
create table personal_feeds (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  space_id bigint references spaces on delete cascade,
  token_hash bytea not null unique check (length(token_hash) = 32),
  made_at timestamptz(3) not null default now(),
  read_at timestamptz(3),
  unique nulls not distinct (account_id, space_id)
);

-- WebSub: what subscribers asked for and was not verified yet.
create table hub_requests (
  id bigint generated always as identity primary key,
  mode text not null check (mode in ('subscribe', 'unsubscribe')),
  topic text not null check (length(topic) <= 500),
  callback text not null check (length(callback) <= 2000),
  secret_sealed bytea,
  lease_seconds integer not null check (lease_seconds between 60 and 2592000),
  asked_at timestamptz(3) not null default now()
);

create table hub_subscriptions (
  id bigint generated always as identity primary key,
  topic text not null check (length(topic) <= 500),
  callback text not null check (length(callback) <= 2000),
  callback_host text not null,
  secret_sealed bytea,
  lease_until timestamptz(3) not null,
  confirmed_at timestamptz(3) not null default now(),
  -- Of the entries that were sent last: the same is not sent twice.
  sent_hash bytea,
  failures integer not null default 0,
  unique (topic, callback)
);
create index hub_subscriptions_host on hub_subscriptions (callback_host);
create index hub_subscriptions_lease on hub_subscriptions (lease_until);

-- Files of the site map are ranges of ids of what a visitor may find.
create index threads_mapped on threads (id) include (space_id, type)
  where realm = 'outside' and audience = 'space' and reach is null and merged_into_id is null
    and hidden_at is null and removed_at is null and recalled_at is null;

-- No visitor's page shows anything of these. The list is added to, so that migrations may come in any order.
do $$ begin
  execute replace(pg_get_functiondef('watch_visitor_tables'::regproc), 'array[',
    'array[''personal_feeds'', ''hub_requests'', ''hub_subscriptions'', ');
end $$;
select watch_visitor_tables();
