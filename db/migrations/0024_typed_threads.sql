-- Threads outside have a type that can change, a place that can change, and can be merged, split and taken apart again.

-- A duplicate leads to the thread that it was merged into; its replies stand there.
alter table threads add column merged_into_id bigint references threads;
alter table threads add check (merged_into_id <> id);
create index threads_merged on threads (merged_into_id) where merged_into_id is not null;

drop index threads_unanswered;
create index threads_unanswered on threads (created_at desc, id desc) include (space_id, realm)
  where type = 'question' and answer_count = 0 and merged_into_id is null;
-- All types of one space outside, newest first.
create index threads_outside_created on threads (space_id, created_at desc, id desc)
  where realm = 'outside' and merged_into_id is null;

-- What was done with a thread, by whom and when; nothing in it is ever changed.
create table thread_acts (
  id bigint generated always as identity primary key,
  thread_id bigint not null references threads on delete cascade,
  act text not null check (act in ('retype', 'move', 'split', 'merge', 'unmerge')),
  from_type text,
  to_type text,
  from_space_id bigint references spaces,
  to_space_id bigint references spaces,
  -- The thread that was split off, or merged into, or parted from.
  other_id bigint references threads on delete cascade,
  acted_by bigint references accounts,
  acted_at timestamptz(3) not null,
  check ((act = 'retype') = (from_type is not null and to_type is not null)),
  check ((act = 'move') = (from_space_id is not null and to_space_id is not null)),
  check ((act in ('split', 'merge', 'unmerge')) = (other_id is not null))
);
create index thread_acts_thread on thread_acts (thread_id, id);
create index thread_acts_other on thread_acts (other_id, id) where other_id is not null;

-- Which replies an act took where: their old addresses are found by it.
create table moved_replies (
  act_id bigint not null references thread_acts on delete cascade,
  reply_id bigint not null references replies on delete cascade,
  from_thread_id bigint not null references threads on delete cascade,
  primary key (act_id, reply_id)
);
create index moved_replies_from on moved_replies (from_thread_id, reply_id);
create index moved_replies_reply on moved_replies (reply_id);

-- Who waits for the surviving thread only because of a merge.
create table carried_same_heres (
  act_id bigint not null references thread_acts on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  primary key (act_id, account_id)
);

-- A problem without a row is reported and nothing more.
create table problems (
  thread_id bigint primary key references threads on delete cascade,
  state text not null check (state in ('reported', 'confirmed', 'workaround', 'fixed', 'no-fault')),
  note text not null check (length(note) <= 500),
  changed_by bigint references accounts,
  changed_at timestamptz(3) not null
);
create index problems_state on problems (state, thread_id);
create table problem_changes (
  id bigint generated always as identity primary key,
  thread_id bigint not null references threads on delete cascade,
  from_state text not null,
  to_state text not null,
  note text not null,
  changed_by bigint references accounts,
  changed_at timestamptz(3) not null
);
create index problem_changes_thread on problem_changes (thread_id, id);

create table praise_thanks (
  thread_id bigint not null references threads on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  given_at timestamptz(3) not null,
  primary key (thread_id, account_id)
);
create index praise_thanks_account on praise_thanks (account_id);

-- In how many hours a question in a space outside is answered; null is no promise. A question falls under the promise
-- that was in force when it was asked, so a change promises nothing backwards.
create table answer_promises (
  id bigint generated always as identity primary key,
  space_id bigint not null references spaces on delete cascade,
  hours int check (hours between 1 and 8760),
  made_by bigint references accounts,
  made_at timestamptz(3) not null default now()
);
create index answer_promises_space on answer_promises (space_id, made_at desc, id desc);

create table overdue_questions (
  thread_id bigint not null references threads on delete cascade,
  promise_id bigint not null references answer_promises on delete cascade,
  found_at timestamptz(3) not null,
  primary key (thread_id, promise_id)
);

-- The first space outside begins with a promise; every other one without.
insert into answer_promises (space_id, hours)
  select id, 48 from spaces where realm = 'outside' order by id limit 1;
create function promise_in_first_space() returns trigger language plpgsql as $$
begin
  if not exists (select from spaces where realm = 'outside' and id <> new.id) then
    insert into answer_promises (space_id, hours, made_at) values (new.id, 48, new.created_at);
  end if;
  return null;
end $$;
create trigger spaces_first_promise after insert on spaces for each row when (new.realm = 'outside')
  execute function promise_in_first_space();

-- Two askers whose questions were merged may each have chosen the same answer.
alter table answer_acceptances drop constraint answer_acceptances_answer_id_key;
create index answer_acceptances_answer on answer_acceptances (answer_id);
