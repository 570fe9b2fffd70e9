-- What people take back themselves: gone for everybody at once, kept for its author alone, and erased after 30 days.

-- Taken back is removed as by moderation, with no words in its place. Hidden as well where no marker is needed: a
-- thread always, a reply while nobody's comment stands under it. `taken_back_at` tells whose will it was.
alter table threads add column taken_back_at timestamptz(3),
  add check (taken_back_at is null or (removed_at is not null and hidden_at is not null));
alter table replies add column taken_back_at timestamptz(3),
  add check (taken_back_at is null or removed_at is not null);

create table taken_back (
  id bigint generated always as identity primary key,
  thread_id bigint unique references threads on delete cascade,
  reply_id bigint unique references replies on delete cascade,
  author_id bigint not null references accounts on delete cascade,
  -- Title, text, earlier texts and marks, to be put back. Gone with the row.
  kept jsonb not null,
  taken_at timestamptz(3) not null,
  check ((thread_id is null) <> (reply_id is null))
);
create index taken_back_author on taken_back (author_id, taken_at desc, id desc);
create index taken_back_old on taken_back (taken_at);

-- A marker stays exactly as long as a comment can be read under it, whoever adds, hides or takes back one at that time.
create function follow_comments() returns trigger language plpgsql as $$
begin
  update replies marker set hidden_at = case
      when exists (select from replies under where under.parent_id = marker.id and under.hidden_at is null) then null
      else coalesce(marker.hidden_at, marker.taken_back_at) end
    where marker.id = new.parent_id and marker.taken_back_at is not null;
  return null;
end $$;
create trigger replies_marker after insert on replies for each row
  when (new.parent_id is not null) execute function follow_comments();
create trigger replies_marker_shown after update of hidden_at on replies for each row
  when (new.parent_id is not null and old.hidden_at is distinct from new.hidden_at) execute function follow_comments();

-- No visitor's page shows anything of it.
do $$ begin
  execute replace(pg_get_functiondef('watch_visitor_tables'::regproc), 'array[', 'array[''taken_back'', ');
end $$;
select watch_visitor_tables();
