-- What people have begun to write, and how far they have read.

-- One text that somebody is writing at one place ('answer:417', 'ask'). Nobody but its author reads it.
create table drafts (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  place text not null check (place ~ '^[a-z]+(-[a-z]+)*(:[a-z0-9-]+)*$' and length(place) <= 100),
  -- Where it was being written, for places that no feature names.
  path text not null check (path ~ '^/([^/]|$)' and length(path) <= 500),
  -- The fields of the form as typed: body, title, tags.
  fields jsonb not null check (length(fields::text) <= 300000),
  -- Rises with every saving, so that of two tabs the later one learns of the other.
  version int not null default 1,
  begun_at timestamptz(3) not null default now(),
  saved_at timestamptz(3) not null default now(),
  -- Thrown away, and kept for a day so that it can be brought back.
  thrown_at timestamptz(3)
);
create unique index drafts_place on drafts (account_id, place) where thrown_at is null;
create index drafts_account on drafts (account_id, saved_at desc, id desc);
create index drafts_saved on drafts (saved_at);
create index drafts_thrown on drafts (thrown_at) where thrown_at is not null;

-- The last reply that somebody has read in a thread that they opened; 0 is none. No foreign key to the reply: a reply
-- that is gone was read all the same.
create table read_positions (
  account_id bigint not null references accounts on delete cascade,
  thread_id bigint not null references threads on delete cascade,
  reply_id bigint not null default 0,
  read_at timestamptz(3) not null default now(),
  primary key (account_id, thread_id)
);
create index read_positions_thread on read_positions (thread_id);
-- What is new after a position is counted from it, however long the thread is.
create index replies_thread_id on replies (thread_id, id);
