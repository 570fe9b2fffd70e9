-- The relation: colleagues called together, the answer carried out, the asker told.

create table swarms (
  id bigint generated always as identity primary key,
  question_id bigint not null references threads,
  companion_id bigint not null unique references threads,
  owner_id bigint not null references accounts,
  opened_by bigint not null references accounts,
  opened_at timestamptz(3) not null default now(),
  closed_at timestamptz(3),
  closed_by bigint references accounts
);
create unique index swarms_open on swarms (question_id) where closed_at is null;
create index swarms_question on swarms (question_id);
create index swarms_opened on swarms (opened_at desc, id desc);

-- Who was called, why, and when they came.
create table swarm_calls (
  swarm_id bigint not null references swarms on delete cascade,
  account_id bigint not null references accounts,
  called_by bigint not null references accounts,
  reason text not null,
  called_at timestamptz(3) not null default now(),
  joined_at timestamptz(3),
  primary key (swarm_id, account_id)
);
create index swarm_calls_account on swarm_calls (account_id);

-- Public wordings proposed in a companion thread. A changed wording is a new row.
create table swarm_wordings (
  id bigint generated always as identity primary key,
  swarm_id bigint not null references swarms on delete cascade,
  body text not null check (length(body) between 1 and 60000),
  written_by bigint not null references accounts,
  written_at timestamptz(3) not null default now(),
  crossing_id bigint references crossings
);
create index swarm_wordings_swarm on swarm_wordings (swarm_id, id desc);

create table swarm_wording_agreements (
  wording_id bigint not null references swarm_wordings on delete cascade,
  account_id bigint not null references accounts,
  agreed_at timestamptz(3) not null default now(),
  primary key (wording_id, account_id)
);

-- Each person who was told what came of it, and what they said.
create table loop_closures (
  id bigint generated always as identity primary key,
  thread_id bigint not null references threads on delete cascade,
  answer_id bigint not null references replies on delete cascade,
  account_id bigint not null references accounts,
  because text not null check (because in ('asked', 'same-here')),
  told_at timestamptz(3) not null default now(),
  helped boolean,
  helped_at timestamptz(3),
  unique (answer_id, account_id),
  check ((helped is null) = (helped_at is null))
);
create index loop_closures_thread on loop_closures (thread_id, told_at);
create index loop_closures_account on loop_closures (account_id, told_at desc);
