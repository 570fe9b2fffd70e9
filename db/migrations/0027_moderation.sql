-- Fair moderation: what was flagged, who has it in hand, what was done and why, and who heard the appeal.

-- Hidden: only its author and the moderators of its side read it. Removed: the place stays with a marker for a text,
-- and what stood there lies with the measure until the time for an appeal is over.
alter table threads add column hidden_at timestamptz(3), add column removed_at timestamptz(3);
alter table replies add column hidden_at timestamptz(3), add column removed_at timestamptz(3);

create trigger threads_changes_hidden after update of hidden_at on threads for each row
  when (old.hidden_at is distinct from new.hidden_at) execute function thread_changed();

-- What nobody reads is not counted, and does not hold its thread at the top of a list.
create function reply_shown_changed() returns trigger language plpgsql as $$
declare
  was boolean := old.hidden_at is null and old.removed_at is null;
  is_now boolean := new.hidden_at is null and new.removed_at is null;
  step int;
begin
  if was = is_now or (new.kind = 'answer' and new.recalled_at is not null) then return null; end if;
  step := case when is_now then 1 else -1 end;
  update threads set
    answer_count = answer_count + case when new.kind = 'answer' then step else 0 end,
    reply_count = reply_count + case when new.kind = 'answer' then 0 else step end,
    active_at = case
      when is_now then greatest(active_at, new.created_at)
      when active_at = new.created_at then greatest(threads.created_at, (select max(r.created_at) from replies r
        where r.thread_id = new.thread_id and r.hidden_at is null and r.removed_at is null))
      else active_at end
  where id = new.thread_id;
  return null;
end $$;
create trigger replies_shown after update of hidden_at, removed_at on replies for each row execute function reply_shown_changed();

-- One post in the hands of the moderators: opened by the first flag or by a check at writing, closed by a decision.
create table moderation_cases (
  id bigint generated always as identity primary key,
  -- Whose moderators decide: a bridge belongs to the inside.
  side text not null check (side in ('outside', 'inside')),
  thread_id bigint not null references threads on delete cascade,
  reply_id bigint references replies on delete cascade,
  author_id bigint not null references accounts,
  weight int not null default 0,
  opened_at timestamptz(3) not null,
  claimed_by bigint references accounts,
  claimed_until timestamptz(3),
  closed_at timestamptz(3),
  check ((claimed_by is null) = (claimed_until is null))
);
create unique index moderation_cases_open on moderation_cases (thread_id, reply_id) nulls not distinct where closed_at is null;
create index moderation_cases_queue on moderation_cases (side, weight desc, opened_at, id) where closed_at is null;
create index moderation_cases_reply on moderation_cases (reply_id) where reply_id is not null;
create index moderation_cases_post on moderation_cases (thread_id);

create table moderation_flags (
  id bigint generated always as identity primary key,
  case_id bigint not null references moderation_cases on delete cascade,
  flagged_by bigint not null references accounts,
  rule text not null,
  words text not null check (length(words) <= 1000),
  -- The text as the person who flagged it read it.
  shown_title text not null,
  shown_body text not null,
  -- The author of the post flagged this person first, or got a measure for it.
  retaliates text check (retaliates in ('flagged-first', 'measured')),
  flagged_at timestamptz(3) not null,
  unique (case_id, flagged_by)
);
create index moderation_flags_by on moderation_flags (flagged_by, flagged_at desc);

-- Every decision, and every hold by a check: what, about whom, why, by whom, and when it ended. Never deleted.
create table moderation_measures (
  id bigint generated always as identity primary key,
  case_id bigint not null references moderation_cases on delete cascade,
  subject_id bigint not null references accounts,
  measure text not null check (measure in ('none', 'hide', 'remove', 'slow', 'suspend', 'hold')),
  rule text,
  reason text not null check (length(reason) <= 2000),
  -- Null: decided by a check, without a person.
  decided_by bigint references accounts,
  decided_at timestamptz(3) not null,
  until_at timestamptz(3),
  every_hours int check (every_hours between 1 and 168),
  shown_title text not null,
  shown_body text not null,
  -- What a removal took away, to be put back.
  kept jsonb,
  ended_at timestamptz(3),
  ended_as text check (ended_as in ('appeal', 'moderator', 'reviewed', 'replaced')),
  ended_by bigint references accounts,
  check ((measure in ('slow', 'suspend')) = (until_at is not null)),
  check ((measure = 'slow') = (every_hours is not null)),
  check ((measure = 'none') = (rule is null)),
  check ((ended_at is null) = (ended_as is null))
);
create index moderation_measures_case on moderation_measures (case_id);
create index moderation_measures_writing on moderation_measures (subject_id, until_at) where measure in ('slow', 'suspend') and ended_at is null;
create index moderation_measures_subject on moderation_measures (subject_id, decided_at desc);

create table moderation_appeals (
  id bigint generated always as identity primary key,
  measure_id bigint not null unique references moderation_measures on delete cascade,
  words text not null check (length(words) between 1 and 4000),
  made_at timestamptz(3) not null,
  heard_by bigint references accounts,
  heard_at timestamptz(3),
  upheld boolean,
  answer text check (length(answer) <= 2000),
  check (num_nonnulls(heard_by, heard_at, upheld, answer) in (0, 4))
);
create index moderation_appeals_open on moderation_appeals (made_at, id) where heard_at is null;
