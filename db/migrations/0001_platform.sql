-- What the platform itself remembers. Knows nothing of the product.

create table settings (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz(3) not null default now()
);

-- The outbox: facts announced in the transaction that made them.
create table events (
  id bigint generated always as identity primary key,
  name text not null,
  payload jsonb not null,
  happened_at timestamptz(3) not null default now()
);
create index events_name on events (name, id);

-- One row per event and listener that has heard it: what makes "at least once" idempotent.
create table event_deliveries (
  event_id bigint not null references events on delete cascade,
  listener text not null,
  delivered_at timestamptz(3) not null default now(),
  primary key (event_id, listener)
);

-- Every mail that Tango owes somebody; sent by a job, kept for the operator (and for /dev/mail).
create table mails (
  id bigint generated always as identity primary key,
  to_address text not null,
  subject text not null,
  body_text text not null,
  body_html text,
  headers jsonb not null default '{}',
  created_at timestamptz(3) not null default now(),
  sent_at timestamptz(3),
  withdrawn_at timestamptz(3),
  attempts int not null default 0,
  last_error text
);
create index mails_unsent on mails (id) where sent_at is null and withdrawn_at is null;

-- Counters of the rate limits. Unlogged: losing them in a crash only forgives.
create unlogged table rate_limits (
  bucket text not null,
  window_start timestamptz(3) not null,
  used int not null,
  primary key (bucket, window_start)
);
create index rate_limits_window on rate_limits (window_start);
