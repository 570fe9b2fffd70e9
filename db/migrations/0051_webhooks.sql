-- Notices by webhook: the web addresses that somebody named for their notices, and what waits to be sent there.

create table webhooks (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  name text not null check (length(name) between 1 and 60),
  address text not null check (length(address) between 1 and 1000),
  -- What signs, sealed with a key that is not in the database; the one before it signs too until its time is over.
  secret_sealed bytea not null,
  old_secret_sealed bytea,
  old_secret_until timestamptz(3),
  made_at timestamptz(3) not null default now(),
  paused_at timestamptz(3),
  -- Turned off by Tango itself, and why: the receiver said that it is gone, failed for days, or the secret is lost.
  off_at timestamptz(3),
  off_because text check (off_because in ('gone', 'failing', 'no-secret')),
  -- The last sending: when, and what was answered, or why nothing was.
  tried_at timestamptz(3),
  answered smallint check (answered between 100 and 999),
  failure text check (failure in ('no-answer', 'not-found', 'not-reached', 'private', 'not-safe', 'too-large', 'broken')),
  -- Failures since something arrived last: since when, how many, and when it is tried again.
  failing_since timestamptz(3),
  failures smallint not null default 0,
  next_at timestamptz(3),
  -- What was given up since it was named.
  lost integer not null default 0,
  -- One process at a time sends to it. One that was killed is waited for no longer than this.
  taken_until timestamptz(3),
  unique (account_id, address),
  check ((off_at is null) = (off_because is null)),
  check ((old_secret_sealed is null) = (old_secret_until is null))
);

-- One sending each, until it arrived, was given up, or has nothing left that may be told.
create table webhook_messages (
  id bigint generated always as identity primary key,
  webhook_id bigint not null references webhooks on delete cascade,
  -- The same at every try, so that a receiver can drop doubles.
  message_key uuid not null default gen_random_uuid(),
  pace text not null check (pace in ('at-once', 'daily', 'weekly')),
  made_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  tries smallint not null default 0,
  -- Kept back by quiet hours: what was, goes together.
  is_held boolean not null default false
);
create index webhook_messages_due on webhook_messages (due_at);
create index webhook_messages_webhook on webhook_messages (webhook_id, tries, id);

create table webhook_message_notices (
  message_id bigint not null references webhook_messages on delete cascade,
  notice_id bigint not null references notices on delete cascade,
  primary key (message_id, notice_id)
);
create index webhook_message_notices_notice on webhook_message_notices (notice_id);

-- None of these is on a visitor's page.
do $$ begin
  execute replace(pg_get_functiondef('watch_visitor_tables'::regproc), 'array[',
    'array[''webhooks'', ''webhook_messages'', ''webhook_message_notices'', ');
end $$;
select watch_visitor_tables();
