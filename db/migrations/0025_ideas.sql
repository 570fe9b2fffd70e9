-- Ideas: what is particular to a thread of type 'idea'. Its text, readers and comments are those of the thread.

create table idea_categories (
  id bigint generated always as identity primary key,
  realm text not null check (realm in ('inside', 'outside', 'bridge')),
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  title text not null check (length(title) between 1 and 80),
  -- Days within which the company answers; null: as everywhere.
  answer_days int check (answer_days between 1 and 3650),
  made_by bigint references accounts,
  made_at timestamptz(3) not null default now(),
  closed_at timestamptz(3),
  unique (realm, slug),
  unique (id, realm)
);

create table ideas (
  thread_id bigint primary key references threads on delete cascade,
  -- Of the thread, kept by the triggers below, so that a board is one walk along one index.
  realm text not null,
  space_id bigint not null,
  created_at timestamptz(3) not null,
  category_id bigint,
  stage text not null default 'new' check (stage in
    ('new', 'under-review', 'already-offered', 'planned', 'partly-done', 'done', 'not-planned', 'archived')),
  stage_at timestamptz(3) not null,
  -- The day by which the company will have answered; null where nothing more is promised.
  answer_by date check (answer_by is null or stage in ('new', 'under-review', 'planned', 'partly-done')),
  first_answer_by date,
  -- United with another idea: its votes count there, its address leads there.
  merged_into bigint references ideas on delete set null check (merged_into <> thread_id),
  -- An extension of another idea, and the comment that it was.
  extends_id bigint references ideas on delete set null check (extends_id <> thread_id),
  from_reply_id bigint unique references replies on delete set null,
  -- Kept sums over the votes that stand, of this idea and of those united with it.
  votes_for int not null default 0,
  votes_against int not null default 0,
  staff_for int not null default 0,
  staff_against int not null default 0,
  imported_score int not null default 0,
  score int generated always as (imported_score + votes_for - votes_against) stored,
  -- Sum of 2^((time of vote - 2026-01-01) / half-life): the order by decaying score at any moment.
  heat double precision not null default 0,
  is_listed boolean generated always as (merged_into is null and extends_id is null) stored,
  foreign key (category_id, realm) references idea_categories (id, realm)
);
create index ideas_heat on ideas (realm, heat desc, thread_id desc) where is_listed;
create index ideas_score on ideas (realm, score desc, thread_id desc) where is_listed;
create index ideas_newest on ideas (realm, created_at desc, thread_id desc) where is_listed;
create index ideas_stage on ideas (realm, stage, heat desc, thread_id desc) where is_listed;
create index ideas_category on ideas (category_id, heat desc, thread_id desc) where is_listed;
create index ideas_space on ideas (space_id, heat desc, thread_id desc) where is_listed;
create index ideas_owed on ideas (realm, answer_by, thread_id) where is_listed and answer_by is not null;
-- Some categories are answered quicker than others: without this the planner expects any stage in every category.
create statistics ideas_together (mcv) on category_id, stage, space_id from ideas;
create index ideas_merged on ideas (merged_into) where merged_into is not null;
create index ideas_extends on ideas (extends_id) where extends_id is not null;

create function idea_begins() returns trigger language plpgsql as $$
begin
  insert into ideas (thread_id, realm, space_id, created_at, stage_at, imported_score, heat, answer_by, first_answer_by)
    select new.id, new.realm, new.space_id, new.created_at, new.created_at, new.imported_score, 0, due.on_day, due.on_day
    from (select utc_today() + coalesce((select (value #>> '{}')::int from settings where key = 'ideas.answer-days'), 30)
      as on_day) due
  on conflict (thread_id) do update set space_id = excluded.space_id;
  return null;
end $$;
create trigger threads_idea_begins after insert on threads
  for each row when (new.type = 'idea') execute function idea_begins();
create trigger threads_idea_moves after update of type, space_id on threads
  for each row when (new.type = 'idea' and (old.type, old.space_id) is distinct from (new.type, new.space_id))
  execute function idea_begins();

-- The vote of each person that stands. Employees' votes on an idea outside are counted apart.
create table idea_votes (
  idea_id bigint not null references ideas on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  value smallint not null check (value in (-1, 1)),
  from_staff boolean not null,
  voted_at timestamptz(3) not null,
  primary key (idea_id, account_id)
);
create index idea_votes_account on idea_votes (account_id, voted_at desc);

-- Every vote ever given, changed or taken back (0), from which votes, score and rank can be counted again.
create table idea_vote_events (
  id bigint generated always as identity primary key,
  idea_id bigint not null references ideas on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  value smallint not null check (value in (-1, 0, 1)),
  from_staff boolean not null,
  given_at timestamptz(3) not null
);
create index idea_vote_events_idea on idea_vote_events (idea_id, id);
create index idea_vote_events_account on idea_vote_events (account_id, id);

-- Weight that the company adds, with its reason, for everybody to see.
create table idea_boosts (
  id bigint generated always as identity primary key,
  idea_id bigint not null references ideas on delete cascade,
  weight int not null check (weight between 1 and 1000),
  reason text not null check (length(reason) between 1 and 500),
  given_by bigint not null references accounts,
  given_at timestamptz(3) not null,
  ended_at timestamptz(3),
  ended_by bigint references accounts
);
create index idea_boosts_idea on idea_boosts (idea_id);

create table idea_stage_changes (
  id bigint generated always as identity primary key,
  idea_id bigint not null references ideas on delete cascade,
  stage text not null check (stage in
    ('new', 'under-review', 'already-offered', 'planned', 'partly-done', 'done', 'not-planned', 'archived')),
  reason text not null default '' check (length(reason) <= 4000),
  part text check (length(part) <= 500),
  answer_by date,
  -- Null: by a rule of Tango itself, or taken over from another program.
  changed_by bigint references accounts,
  changed_at timestamptz(3) not null,
  check (stage <> 'not-planned' or reason <> ''),
  check ((stage = 'partly-done') = (part is not null and part <> ''))
);
create index idea_stage_changes_idea on idea_stage_changes (idea_id, id desc);

-- Contributors who were asked whether they want to be named when the idea is done.
create table idea_credits (
  idea_id bigint not null references ideas on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  is_named boolean not null,
  said_at timestamptz(3) not null,
  primary key (idea_id, account_id)
);

-- Two new accounts that vote alike, for moderation to look at. Nothing is blocked by it.
create table idea_alike_votes (
  lower_id bigint not null references accounts on delete cascade,
  higher_id bigint not null references accounts on delete cascade,
  alike int not null,
  found_at timestamptz(3) not null,
  primary key (lower_id, higher_id),
  check (lower_id < higher_id)
);
