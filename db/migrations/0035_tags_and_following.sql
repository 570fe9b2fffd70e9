-- Tags that mean the same, and what people follow.

-- On which side its thread stands and when it was written, beside the tag: the newest of a tag are a walk along one index.
alter table thread_tags add column is_outside boolean, add column created_at timestamptz(3);
update thread_tags set is_outside = threads.realm = 'outside', created_at = threads.created_at
  from threads where threads.id = thread_tags.thread_id;
alter table thread_tags alter column is_outside set not null, alter column created_at set not null;
create index thread_tags_newest on thread_tags (tag_id, is_outside, created_at desc, thread_id desc);
drop index thread_tags_tag;
-- Names that begin so.
create index tags_beginning on tags (name text_pattern_ops);

-- One tag leads to another on one side of the wall. No thread is changed by it; undone, everything is as it was.
create table tag_synonyms (
  id bigint generated always as identity primary key,
  side text not null check (side in ('inside', 'outside')),
  tag_id bigint not null references tags on delete cascade,
  into_id bigint not null references tags on delete cascade,
  merged_by bigint references accounts,
  merged_at timestamptz(3) not null,
  undone_by bigint references accounts,
  undone_at timestamptz(3),
  check (tag_id <> into_id)
);
create unique index tag_synonyms_tag on tag_synonyms (side, tag_id) where undone_at is null;
create index tag_synonyms_into on tag_synonyms (side, into_id) where undone_at is null;
create index tag_synonyms_list on tag_synonyms (side, merged_at desc, id desc);

-- Every tag is a name of its own, another name of one, or one with other names: so there is neither chain nor circle.
create function refuse_tag_chain() returns trigger language plpgsql as $$
begin
  -- Two merges at once would not see each other.
  perform pg_advisory_xact_lock(hashtextextended('tag_synonyms:' || new.side, 72650));
  if exists (select from tag_synonyms where side = new.side and undone_at is null
      and (tag_id = new.into_id or into_id = new.tag_id)) then
    raise exception 'a tag leads to one that leads nowhere else'
      using errcode = 'check_violation', constraint = 'tag_synonyms_no_chain';
  end if;
  return new;
end $$;
create trigger tag_synonyms_no_chain before insert on tag_synonyms for each row execute function refuse_tag_chain();

create function keep_tag_merge() returns trigger language plpgsql as $$
begin
  if old.undone_at is not null or new.undone_at is null
    or row(old.id, old.side, old.tag_id, old.into_id, old.merged_by, old.merged_at)
      is distinct from row(new.id, new.side, new.tag_id, new.into_id, new.merged_by, new.merged_at) then
    raise exception 'a merge of tags is undone once and changed never' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger tag_synonyms_kept before update on tag_synonyms for each row execute function keep_tag_merge();

-- The tag that a tag leads to on a side; itself when it leads nowhere, and on the bridge always.
create function tag_root(tag bigint, of_side text) returns bigint language sql stable as $$
  select coalesce((select into_id from tag_synonyms where side = of_side and tag_id = tag and undone_at is null), tag)
$$;

-- Whatever writes a tag onto a thread writes the one that it leads to.
create function complete_thread_tag() returns trigger language plpgsql as $$
begin
  select tag_root(new.tag_id, threads.realm), threads.realm = 'outside', threads.created_at
    into new.tag_id, new.is_outside, new.created_at from threads where threads.id = new.thread_id;
  return new;
end $$;
create trigger thread_tags_complete before insert on thread_tags for each row execute function complete_thread_tag();
create function move_thread_tags() returns trigger language plpgsql as $$
begin
  update thread_tags set created_at = new.created_at where thread_id = new.id;
  return null;
end $$;
create trigger threads_tags_moved after update of created_at on threads
  for each row when (old.created_at is distinct from new.created_at) execute function move_thread_tags();

-- Whom and what somebody follows beside what `follows` says of two members. Gives no right.
create table followings (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts on delete cascade,
  person_id bigint references accounts on delete cascade,
  tag_id bigint references tags on delete cascade,
  space_id bigint references spaces on delete cascade,
  thread_id bigint references threads on delete cascade,
  since timestamptz(3) not null,
  check (num_nonnulls(person_id, tag_id, space_id, thread_id) = 1),
  check (person_id <> account_id)
);
-- Those who follow a thing, in the order in which they are told.
create unique index followings_person on followings (person_id, account_id) where person_id is not null;
create unique index followings_tag on followings (tag_id, account_id) where tag_id is not null;
create unique index followings_space on followings (space_id, account_id) where space_id is not null;
create unique index followings_thread on followings (thread_id, account_id) where thread_id is not null;
create index followings_account on followings (account_id, since desc, id desc);
create index follows_audience on follows (followed_id, account_id);
drop index follows_followed;
create index follows_account on follows (account_id, followed_at desc, followed_id desc);

-- Two members: that stands in `follows`, and nothing stands twice.
create function refuse_two_members() returns trigger language plpgsql as $$
begin
  if not exists (select from accounts where id in (new.account_id, new.person_id) and realm <> 'outside') then
    raise exception 'one member follows another in follows'
      using errcode = 'check_violation', constraint = 'followings_not_two_members';
  end if;
  return new;
end $$;
create trigger followings_not_two_members before insert on followings
  for each row when (new.person_id is not null) execute function refuse_two_members();

-- Who has left follows nothing and is followed by nobody.
create function end_followings_of_closed() returns trigger language plpgsql as $$
begin
  delete from followings where account_id = new.id or person_id = new.id;
  return null;
end $$;
create trigger accounts_closed_followings after update of state on accounts
  for each row when (new.state = 'closed' and old.state <> 'closed') execute function end_followings_of_closed();

-- The newest of one space inside or on the bridge, as threads_outside_created is outside.
create index threads_within_created on threads (space_id, created_at desc, id desc) where realm <> 'outside';

-- No visitor's page shows what anybody follows.
do $$ begin
  execute replace(pg_get_functiondef('watch_visitor_tables'::regproc), 'array[', 'array[''followings'', ');
end $$;
select watch_visitor_tables();
