-- Who speaks and with which interest, what others thank a member for, and questions that were answered before they
-- were asked.

-- Shown beside the name outside; gives no right. Like every office it ends when its holder leaves.
alter table offices drop constraint offices_office_check;
alter table offices add constraint offices_office_check
  check (office in ('owner', 'inside-steward', 'outside-steward', 'official-voice', 'executive'));

-- An interest that the author of a post states. It belongs to the post and stays with it through every change of the text.
create table disclosures (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  thread_id bigint references threads on delete cascade,
  reply_id bigint references replies on delete cascade,
  kind text not null check (kind in ('works-for', 'received-free', 'paid', 'own-view', 'other')),
  words text not null default '' check (length(words) <= 200 and (words <> '' or kind not in ('works-for', 'other'))),
  stated_at timestamptz(3) not null,
  check (num_nonnulls(thread_id, reply_id) = 1)
);
create unique index disclosures_thread on disclosures (thread_id, kind, words) where thread_id is not null;
create unique index disclosures_reply on disclosures (reply_id, kind, words) where reply_id is not null;

create function keep_disclosure() returns trigger language plpgsql as $$
begin
  -- With its post or its author it may go: the row of that one is gone before this is asked.
  if tg_op = 'DELETE' and not (exists (select from accounts where id = old.account_id)
      and (exists (select from threads where id = old.thread_id) or exists (select from replies where id = old.reply_id))) then
    return old;
  end if;
  raise exception 'a disclosure stays with its post' using errcode = 'insufficient_privilege';
end $$;
create trigger disclosures_stay before update or delete on disclosures for each row execute function keep_disclosure();

-- What the company gives a member: shown by itself on what they write outside from that day on.
create table perks (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  what text not null check (length(what) between 1 and 200),
  from_on date not null,
  -- The last day on which they had it; null: they have it.
  to_on date check (to_on >= from_on),
  recorded_by bigint not null references accounts,
  recorded_at timestamptz(3) not null,
  -- Recorded by mistake: it never was.
  withdrawn_at timestamptz(3),
  withdrawn_by bigint references accounts,
  check ((withdrawn_at is null) = (withdrawn_by is null))
);
create index perks_account on perks (account_id) where withdrawn_at is null;
create index perks_list on perks (recorded_at desc, id desc);

-- What members earned by helping where everybody can read. Derived; src/content/standing says how.
create table standings (
  account_id bigint primary key references accounts on delete cascade,
  level smallint not null check (level between 0 and 3),
  points int not null check (points > 0),
  thanks int not null,
  people int not null,
  mutual int not null,
  accepted int not null,
  endorsed int not null,
  computed_at timestamptz(3) not null
);
create table standing_quarters (
  account_id bigint not null references accounts on delete cascade,
  space_id bigint not null references spaces on delete cascade,
  quarter text not null check (quarter ~ '^[0-9]{4}-q[1-4]$'),
  points int not null check (points > 0),
  thanks int not null,
  accepted int not null,
  primary key (account_id, space_id, quarter)
);
create index standing_quarters_list on standing_quarters (space_id, quarter, points desc, account_id);

-- Whose standing is to be computed anew. Added to and taken from only, so that nobody who thanks waits for anybody.
create table standing_due (
  id bigint generated always as identity primary key,
  account_id bigint not null
);
create index standing_due_account on standing_due (account_id);

create function standing_by_kudos() returns trigger language plpgsql as $$
begin
  -- Whoever thanks as well: what two do for each other counts less.
  insert into standing_due (account_id)
    select replies.author_id from changed join replies on replies.id = changed.reply_id
    union select account_id from changed;
  return null;
end $$;
create trigger kudos_standing_added after insert on kudos referencing new table as changed
  for each statement execute function standing_by_kudos();
create trigger kudos_standing_gone after delete on kudos referencing old table as changed
  for each statement execute function standing_by_kudos();

create function standing_by_answer() returns trigger language plpgsql as $$
begin
  insert into standing_due (account_id) select distinct replies.author_id from replies
    where replies.id in (case when tg_op <> 'INSERT' then old.answer_id end, case when tg_op <> 'DELETE' then new.answer_id end);
  return null;
end $$;
create trigger acceptances_standing after insert or update or delete on answer_acceptances
  for each row execute function standing_by_answer();
create trigger official_standing after insert or update or delete on official_answers
  for each row execute function standing_by_answer();

create function standing_by_reply() returns trigger language plpgsql as $$
begin
  insert into standing_due (account_id)
    select old.author_id union select new.author_id union select account_id from kudos where reply_id = new.id;
  return null;
end $$;
create trigger replies_standing after update of recalled_at, hidden_at, removed_at, author_id, thread_id on replies
  for each row execute function standing_by_reply();

create function standing_by_thread() returns trigger language plpgsql as $$
begin
  insert into standing_due (account_id)
    select author_id from replies where thread_id = new.id
    union select kudos.account_id from kudos join replies on replies.id = kudos.reply_id where replies.thread_id = new.id;
  return null;
end $$;
create trigger threads_standing after update of reach, audience, space_id, recalled_at, hidden_at, removed_at on threads
  for each row execute function standing_by_thread();

create function standing_by_space() returns trigger language plpgsql as $$
begin
  insert into standing_due (account_id)
    select replies.author_id from replies join threads on threads.id = replies.thread_id where threads.space_id = new.id
    union select kudos.account_id from kudos join replies on replies.id = kudos.reply_id
      join threads on threads.id = replies.thread_id where threads.space_id = new.id;
  return null;
end $$;
create trigger spaces_standing after update of access on spaces
  for each row when (old.access is distinct from new.access) execute function standing_by_space();

create function standing_by_account() returns trigger language plpgsql as $$
begin
  insert into standing_due (account_id)
    select new.id union
    select replies.author_id from kudos join replies on replies.id = kudos.reply_id where kudos.account_id = new.id union
    select replies.author_id from answer_acceptances a join replies on replies.id = a.answer_id where a.accepted_by = new.id;
  return null;
end $$;
create trigger accounts_standing after update of state on accounts
  for each row when (old.state is distinct from new.state) execute function standing_by_account();
create index answer_acceptances_by on answer_acceptances (accepted_by);

-- What is there already is computed at the first run of the job.
insert into standing_due (account_id)
  select replies.author_id from kudos join replies on replies.id = kudos.reply_id
  union select replies.author_id from answer_acceptances a join replies on replies.id = a.answer_id
  union select replies.author_id from official_answers o join replies on replies.id = o.answer_id;

-- A question that was not asked because a thread answered it. What was typed is kept as a hash only.
create table deflections (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  thread_id bigint not null references threads on delete cascade,
  -- Where it would have been asked.
  space_id bigint not null references spaces,
  typed_hash bytea not null,
  answered_at timestamptz(3) not null,
  undone_at timestamptz(3)
);
create unique index deflections_once on deflections (account_id, thread_id, typed_hash) where undone_at is null;
create index deflections_thread on deflections (thread_id) where undone_at is null;
create index deflections_space on deflections (space_id, answered_at) where undone_at is null;

-- The newest of what is asked, for likely answers: common words are looked for along it.
create index threads_asked_newest on threads (created_at desc, id desc) where realm = 'outside' and type in ('question', 'problem');
