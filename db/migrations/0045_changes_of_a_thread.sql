-- What a change that visitors may see concerns, so that it empties only what shows it: the page of one question need
-- not be made anew because another one got an answer. Whatever is not said here concerns everything, as before.

alter table visitor_changes add column thread_id bigint not null default 0;
alter table visitor_changes drop constraint visitor_changes_pkey;
alter table visitor_changes add primary key (xact, thread_id);
comment on column visitor_changes.thread_id is
  '0: anything. -1: no page of a thread, only lists, people and the like. Else what was said in or about this thread.';

-- A statement that no page of a thread depends on.
create function note_list_change() returns trigger language plpgsql as $$
begin
  insert into visitor_changes (thread_id) values (-1) on conflict do nothing;
  return null;
end $$;

-- A row of a table that says something of one thread. The argument: which column names it.
create function note_change_of_thread() returns trigger language plpgsql as $$
declare
  place constant text := tg_argv[0];
begin
  insert into visitor_changes (thread_id)
    select (of.row ->> place)::bigint from (values (to_jsonb(old)), (to_jsonb(new))) of (row)
    where (of.row ->> place) is not null
  on conflict do nothing;
  return null;
end $$;

-- The same by a reply: the column names the reply. One that moved or went with its thread is noted there.
create function note_change_of_reply() returns trigger language plpgsql as $$
declare
  place constant text := tg_argv[0];
begin
  insert into visitor_changes (thread_id)
    select distinct replies.thread_id from (values (to_jsonb(old)), (to_jsonb(new))) of (row)
    join replies on replies.id = (of.row ->> place)::bigint
  on conflict do nothing;
  return null;
end $$;

create or replace function note_reply_visitors_see() returns trigger language plpgsql as $$
declare
  -- Whatever else changes hides it, shows it or moves it, and the threads that it left say so too.
  own constant text[] := array['body', 'words', 'edited_at', 'imported_score', 'kudos_count'];
begin
  -- A reply that goes together with its thread finds none: the thread was noted.
  insert into visitor_changes (thread_id)
    select case when tg_op = 'INSERT' or (tg_op = 'UPDATE' and to_jsonb(old) - own = to_jsonb(new) - own)
      then id else 0 end
    from threads where id in (old.thread_id, new.thread_id) and realm = 'outside'
  on conflict do nothing;
  return null;
end $$;

create or replace function note_thread_visitors_see() returns trigger language plpgsql as $$
declare
  -- What shows on the pages of other threads at most where they show this one, and then they say so.
  own constant text[] := array['body', 'words', 'language', 'edited_at', 'active_at', 'imported_score',
    'reply_count', 'answer_count', 'same_here_count'];
begin
  if coalesce(new.realm, old.realm) <> 'outside' then
    return null;
  end if;
  insert into visitor_changes (thread_id)
    values (case when tg_op = 'INSERT' or (tg_op = 'UPDATE' and to_jsonb(old) - own = to_jsonb(new) - own)
      then new.id else 0 end)
  on conflict do nothing;
  return null;
end $$;

-- Nobody's page shows somebody who was not there, nor how they are reached.
create function note_account_visitors_see() returns trigger language plpgsql as $$
declare
  own constant text[] := array['email', 'email_proved_at', 'password_hash', 'about', 'job_title', 'locale', 'time_zone'];
begin
  insert into visitor_changes (thread_id)
    values (case when tg_op = 'INSERT' or (tg_op = 'UPDATE' and to_jsonb(old) - own = to_jsonb(new) - own)
      then -1 else 0 end)
  on conflict do nothing;
  return null;
end $$;

-- Beside a name stands only the highest level.
create function note_standing_visitors_see() returns trigger language plpgsql as $$
begin
  insert into visitor_changes (thread_id)
    values (case when (coalesce(old.level, 0) = 3) = (coalesce(new.level, 0) = 3) then -1 else 0 end)
  on conflict do nothing;
  return null;
end $$;

do $$
declare
  name text;
  by_thread constant jsonb := '{
    "answer_acceptances": "thread_id", "same_heres": "thread_id", "official_answers": "thread_id",
    "thread_tags": "thread_id", "thread_participants": "thread_id", "file_uses": "thread_id",
    "problems": "thread_id", "problem_changes": "thread_id", "overdue_questions": "thread_id",
    "praise_thanks": "thread_id", "thread_acts": "thread_id", "revisions": "thread_id", "disclosures": "thread_id",
    "ideas": "thread_id", "idea_votes": "idea_id", "idea_vote_events": "idea_id"}';
  by_reply constant jsonb := '{
    "kudos": "reply_id", "answer_acceptances": "answer_id", "official_answers": "answer_id",
    "revisions": "reply_id", "disclosures": "reply_id"}';
  of_lists constant text[] := array['standing_quarters', 'loop_closures', 'memberships', 'profile_fields',
    'connections', 'ties', 'blocks', 'idea_alike_votes',
    'moderation_flags', 'moderation_cases', 'moderation_appeals', 'moderation_measures',
    'swarms', 'swarm_calls', 'swarm_wordings', 'swarm_wording_agreements', 'twin_notes',
    'invitations', 'sponsorships'];
begin
  for name in select jsonb_object_keys(by_thread || by_reply) loop
    execute format('drop trigger visitor_change on %I', name);
    if by_thread ? name then
      execute format('create trigger visitor_change after insert or update or delete on %I
        for each row execute function note_change_of_thread(%L)', name, by_thread ->> name);
    end if;
    if by_reply ? name then
      execute format('create trigger %I after insert or update or delete on %I
        for each row execute function note_change_of_reply(%L)',
        case when by_thread ? name then 'visitor_change_by_reply' else 'visitor_change' end, name, by_reply ->> name);
    end if;
    -- Emptied whole, no row is told of.
    execute format('create trigger visitor_change_whole after truncate on %I
      for each statement execute function note_visitor_change()', name);
  end loop;
  foreach name in array of_lists loop
    execute format('drop trigger visitor_change on %I', name);
    execute format('create trigger visitor_change after insert or update or delete or truncate on %I
      for each statement execute function note_list_change()', name);
  end loop;
end $$;

drop trigger visitor_change on accounts;
create trigger visitor_change after insert or update or delete on accounts
  for each row execute function note_account_visitors_see();
drop trigger visitor_change on standings;
create trigger visitor_change after insert or update or delete on standings
  for each row execute function note_standing_visitors_see();

-- A tag that is new hangs on nothing yet, and a picture that is new stands nowhere.
do $$
declare
  name text;
begin
  foreach name in array array['tags', 'files'] loop
    execute format('drop trigger visitor_change on %I', name);
    execute format('create trigger visitor_change after update or delete or truncate on %I
      for each statement execute function note_visitor_change()', name);
    execute format('create trigger visitor_change_new after insert on %I
      for each statement execute function note_list_change()', name);
  end loop;
end $$;
