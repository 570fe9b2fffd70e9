-- Which other sites lead people to which public page: the site as a browser named it, without what stands behind a ? or
-- a #, the page, the day and how often. Nothing of who came, nor when on that day.

create table inbound_links (
  id bigint generated always as identity primary key,
  day date not null,
  -- The page: a thread, a space, or one of the lists that everybody finds; without any, what did not fit (host is empty).
  thread_id bigint references threads on delete cascade,
  space_id bigint references spaces on delete cascade,
  page text not null default '' check (length(page) <= 40),
  place text not null generated always as (coalesce('t' || thread_id::text, 's' || space_id::text, page)) stored,
  -- Empty: other sites, when there were too many to keep each.
  host text not null check (length(host) <= 253),
  -- Empty: the site named no page of its own.
  path text not null check (length(path) <= 200),
  times bigint not null check (times > 0),
  unique (day, place, host, path),
  check (num_nonnulls(thread_id, space_id) + (page <> '')::int <= 1)
);
create index inbound_links_thread on inbound_links (thread_id) where thread_id is not null;
create index inbound_links_space on inbound_links (space_id) where space_id is not null;

-- No visitor's page shows anything of it.
do $$ begin
  execute replace(pg_get_functiondef('watch_visitor_tables'::regproc), 'array[', 'array[''inbound_links'', ');
end $$;
select watch_visitor_tables();
