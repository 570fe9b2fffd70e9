-- Storm sessions, the twin of an inside idea and an outside one, and the guard of what can be reviewed.

-- A question put to those who write in a space, open between two moments. Whether it is open follows from the clock
-- alone; the two moments of telling only keep what was announced from being announced twice.
create table storms (
  id bigint generated always as identity primary key,
  realm text not null,
  space_id bigint not null,
  question text not null check (length(question) between 1 and 200),
  body text not null check (length(body) <= 20000),
  rules text not null check (length(rules) between 1 and 20000),
  opens_at timestamptz(3) not null,
  closes_at timestamptz(3) not null check (closes_at > opens_at),
  -- In which zone its moments were set.
  time_zone text not null check (length(time_zone) between 1 and 64),
  started_by bigint not null references accounts,
  started_at timestamptz(3) not null default now(),
  opening_told_at timestamptz(3),
  closing_told_at timestamptz(3),
  -- Finished is one fact in three columns: there is no end without a result that can be read.
  result_thread_id bigint unique references threads,
  finished_by bigint references accounts,
  finished_at timestamptz(3),
  foreign key (space_id, realm) references spaces (id, realm),
  constraint storms_need_a_result check (num_nonnulls(result_thread_id, finished_by, finished_at) in (0, 3)),
  constraint storms_finish_after_closing check (finished_at >= closes_at)
);
create index storms_space on storms (space_id, closes_at desc, id desc);
create index storms_closing on storms (closes_at desc, id desc);
create index storms_untold on storms (opens_at) where opening_told_at is null or closing_told_at is null;

create function refuse_unfinishing() returns trigger language plpgsql as $$
begin
  if old.finished_at is not null and (new.finished_at, new.result_thread_id, new.finished_by, new.opens_at, new.closes_at)
    is distinct from (old.finished_at, old.result_thread_id, old.finished_by, old.opens_at, old.closes_at) then
    raise exception 'a finished session stays as it was announced' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger storms_stay_finished before update on storms for each row execute function refuse_unfinishing();

create table storm_judges (
  storm_id bigint not null references storms on delete cascade,
  account_id bigint not null references accounts,
  primary key (storm_id, account_id)
);
create index storm_judges_account on storm_judges (account_id);

create table storm_ideas (
  thread_id bigint primary key references threads on delete cascade,
  storm_id bigint not null references storms,
  submitted_by bigint not null references accounts,
  submitted_at timestamptz(3) not null
);
create index storm_ideas_storm on storm_ideas (storm_id, thread_id);

-- An idea comes while its session is open. Votes are those of ideas (0025): of all that were ever given, those within
-- the hours of the session count there.
create function refuse_out_of_hours() returns trigger language plpgsql as $$
declare
  storm storms;
begin
  select * into storm from storms where id = new.storm_id for share;
  if new.submitted_at < storm.opens_at or new.submitted_at >= storm.closes_at then
    raise exception 'the session is not open' using errcode = 'check_violation', constraint = 'storm_ideas_hours';
  end if;
  return new;
end $$;
create trigger storm_ideas_in_hours before insert or update on storm_ideas for each row execute function refuse_out_of_hours();

-- What a judge wrote about an idea for the other judges, and whether they would choose it.
create table storm_notes (
  thread_id bigint not null references storm_ideas on delete cascade,
  judge_id bigint not null references accounts,
  body text not null check (length(body) <= 5000),
  chooses boolean not null,
  written_at timestamptz(3) not null,
  primary key (thread_id, judge_id)
);
create index storm_notes_judge on storm_notes (judge_id);

-- The choice that was announced with the result, the first place first.
create table storm_choices (
  thread_id bigint primary key references storm_ideas on delete cascade,
  storm_id bigint not null references storms,
  place int not null check (place between 1 and 20),
  unique (storm_id, place)
);

-- An inside idea joined with an outside one. The crossing that joined them is its beginning; its recall is its end.
create table twins (
  id bigint generated always as identity primary key,
  inner_id bigint not null references ideas on delete cascade,
  inner_realm text not null default 'inside' check (inner_realm = 'inside'),
  outer_id bigint not null references ideas on delete cascade,
  outer_realm text not null default 'outside' check (outer_realm = 'outside'),
  crossing_id bigint not null unique references crossings,
  joined_by bigint not null references accounts,
  joined_at timestamptz(3) not null,
  foreign key (inner_id, inner_realm) references threads (id, realm) on delete cascade,
  foreign key (outer_id, outer_realm) references threads (id, realm) on delete cascade
);
create index twins_inner on twins (inner_id);
create index twins_outer on twins (outer_id);

-- What is said inside about an idea of both sides, and never leaves.
create table twin_notes (
  id bigint generated always as identity primary key,
  twin_id bigint not null references twins on delete cascade,
  kind text not null check (kind in ('feasibility', 'cost', 'risk')),
  body text not null check (length(body) between 1 and 5000),
  written_by bigint not null references accounts,
  written_at timestamptz(3) not null
);
create index twin_notes_twin on twin_notes (twin_id, id);

-- Public words proposed inside for the stage that the inside idea has. A changed proposal is a new row; the one that went
-- out names its crossing and the answer that stands outside since.
create table twin_words (
  id bigint generated always as identity primary key,
  twin_id bigint not null references twins on delete cascade,
  stage text not null check (stage in
    ('new', 'under-review', 'already-offered', 'planned', 'partly-done', 'done', 'not-planned', 'archived')),
  reason text not null check (length(reason) between 1 and 4000),
  part text check (length(part) <= 500),
  answer_by date,
  written_by bigint not null references accounts,
  written_at timestamptz(3) not null,
  crossing_id bigint unique references crossings,
  change_id bigint unique references idea_stage_changes on delete set null,
  check ((stage = 'partly-done') = (part is not null and part <> ''))
);
create index twin_words_twin on twin_words (twin_id, id desc);

-- How much review the company gives to the ideas of one category, or to those of a space that have none.
create table idea_capacities (
  id bigint generated always as identity primary key,
  category_id bigint unique references idea_categories on delete cascade,
  space_id bigint unique references spaces on delete cascade,
  owner_id bigint not null references accounts,
  set_by bigint not null references accounts,
  set_at timestamptz(3) not null,
  -- What its owner was told last: since when more waits than can be reviewed in the promised time.
  over_since timestamptz(3),
  check (num_nonnulls(category_id, space_id) = 1)
);

create table idea_reviewers (
  capacity_id bigint not null references idea_capacities on delete cascade,
  account_id bigint not null references accounts,
  weekly_minutes int not null check (weekly_minutes between 1 and 6000),
  primary key (capacity_id, account_id)
);

-- How long the review of an idea took somebody, as they noted it.
create table idea_review_efforts (
  id bigint generated always as identity primary key,
  idea_id bigint not null references ideas on delete cascade,
  account_id bigint not null references accounts,
  minutes int not null check (minutes between 1 and 6000),
  noted_at timestamptz(3) not null
);
create index idea_review_efforts_idea on idea_review_efforts (idea_id);

-- Ideas on which nothing happens: when their people were told, and when they were archived, from which stage.
create table idea_dormancies (
  idea_id bigint primary key references ideas on delete cascade,
  warned_at timestamptz(3) not null,
  archived_at timestamptz(3),
  stage_before text,
  check ((archived_at is null) = (stage_before is null))
);
