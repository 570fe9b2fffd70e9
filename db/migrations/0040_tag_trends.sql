-- Where the thread of a tag stands and whether it reads as its space does, beside the tag: a tag is counted by months
-- along its index alone, without opening thousands of threads.

-- Whoever reads its space reads it: it stands for itself, has its words, names nobody and is not narrowed or hidden.
create function reads_as_its_space(t threads) returns boolean language sql immutable
return t.audience = 'space' and t.reach is null and t.hidden_at is null and t.removed_at is null
  and t.recalled_at is null and t.merged_into_id is null;

alter table thread_tags add column space_id bigint, add column is_plain boolean;
update thread_tags set space_id = threads.space_id, is_plain = reads_as_its_space(threads)
  from threads where threads.id = thread_tags.thread_id;
alter table thread_tags alter column space_id set not null, alter column is_plain set not null;
create index thread_tags_trend on thread_tags (tag_id, is_outside, created_at desc, thread_id desc)
  include (space_id, is_plain);
drop index thread_tags_newest;
alter index thread_tags_trend rename to thread_tags_newest;

create or replace function complete_thread_tag() returns trigger language plpgsql as $$
begin
  -- A thread that is narrowed in this moment would not see this row, and this row would count it as open: one waits.
  select tag_root(new.tag_id, threads.realm), threads.realm = 'outside', threads.created_at, threads.space_id,
      reads_as_its_space(threads)
    into new.tag_id, new.is_outside, new.created_at, new.space_id, new.is_plain
    from threads where threads.id = new.thread_id for no key update;
  return new;
end $$;

create or replace function move_thread_tags() returns trigger language plpgsql as $$
begin
  update thread_tags set created_at = new.created_at, space_id = new.space_id, is_plain = reads_as_its_space(new)
    where thread_id = new.id;
  return null;
end $$;
drop trigger threads_tags_moved on threads;
create trigger threads_tags_moved
  after update of created_at, space_id, audience, reach, hidden_at, removed_at, recalled_at, merged_into_id on threads
  for each row when (old.created_at is distinct from new.created_at or old.space_id is distinct from new.space_id
    or reads_as_its_space(old) is distinct from reads_as_its_space(new))
  execute function move_thread_tags();
