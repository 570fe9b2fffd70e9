-- A search walks along the newest of a side: what its filters say of type, space, day and author stands in the index, so
-- that what they leave out is passed by without opening a thread.
create index threads_walk on threads (realm, active_at desc, id desc, type, space_id, created_at, author_id);
drop index threads_realm_active;
alter index threads_walk rename to threads_realm_active;

-- The ideas of a stage, listed or not.
create index ideas_of_stage on ideas (stage, thread_id);

-- The words of titles, so that what was typed nearly right is compared with each word once, however many titles hold it. A
-- word can stand twice: who writes never waits for another writer. Nobody is shown it but in a title that they may read.
create table title_words (
  word text not null check (length(word) between 3 and 300)
);
create index title_words_word on title_words (word);
create index title_words_near on title_words using gin (word gin_trgm_ops);

create function words_of_title(title text) returns setof text
language sql immutable strict parallel safe
begin atomic
  select word from unnest(tsvector_to_array(to_tsvector('simple', title))) word where length(word) between 3 and 300;
end;

insert into title_words select distinct word from threads, words_of_title(threads.title) word;
analyze title_words;
drop index threads_title_near;

create function keep_title_words() returns trigger language plpgsql as $$
begin
  insert into title_words select said.word from words_of_title(new.title) said (word)
    where not exists (select from title_words held where held.word = said.word);
  return null;
end $$;
create trigger threads_title_words after insert on threads for each row execute function keep_title_words();
create trigger threads_title_words_changed after update of title on threads
  for each row when (old.title is distinct from new.title) execute function keep_title_words();

-- No visitor's page that is kept shows anything of it.
do $$ begin
  execute replace(pg_get_functiondef('watch_visitor_tables'::regproc), 'array[', 'array[''title_words'', ');
end $$;
select watch_visitor_tables();
