-- Every thread whose place, readers or time changed, with the transaction, so that a process can keep the newest in
-- memory and never be older than the request that asks (see tie_changes).

create table thread_changes (
  thread_id bigint not null,
  xact xid8 not null default pg_current_xact_id(),
  changed_at timestamptz(3) not null default now()
);
create index thread_changes_xact on thread_changes (xact);
create index thread_changes_time on thread_changes (changed_at);

create function thread_changed() returns trigger language plpgsql as $$
begin
  insert into thread_changes (thread_id) values (coalesce(new.id, old.id));
  return null;
end $$;
create trigger threads_changes_row after insert or delete on threads for each row execute function thread_changed();
create trigger threads_changes after update of space_id, type, audience, reach, author_id, created_at, active_at on threads
  for each row when (
    (old.space_id, old.type, old.audience, old.reach, old.author_id, old.created_at, old.active_at)
      is distinct from (new.space_id, new.type, new.audience, new.reach, new.author_id, new.created_at, new.active_at)
  ) execute function thread_changed();
