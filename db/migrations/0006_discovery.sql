-- How things find their reader.

create table notices (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  kind text not null,
  because text not null,
  thread_id bigint not null references threads on delete cascade,
  reply_id bigint references replies on delete cascade,
  actor_id bigint references accounts,
  made_at timestamptz(3) not null default now(),
  read_at timestamptz(3),
  mail_id bigint references mails,
  unique nulls not distinct (account_id, kind, thread_id, reply_id)
);
create index notices_account on notices (account_id, made_at desc, id desc);
create index notices_unread on notices (account_id) where read_at is null;
create index notices_thread on notices (thread_id);
create index notices_reply on notices (reply_id) where reply_id is not null;

-- Sources somebody stopped, from the mail itself or in the settings.
create table notice_stops (
  account_id bigint not null references accounts on delete cascade,
  kind text not null,
  stopped_at timestamptz(3) not null default now(),
  primary key (account_id, kind)
);
