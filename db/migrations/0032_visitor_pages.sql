-- Which transactions changed something that a visitor may see, so that a process can keep whole pages in memory and
-- never serve one that is older than the request that asks (see tie_changes for how snapshots are compared).

create table visitor_changes (
  xact xid8 primary key default pg_current_xact_id(),
  changed_at timestamptz(3) not null default now()
);
create index visitor_changes_time on visitor_changes (changed_at);

create function note_visitor_change() returns trigger language plpgsql as $$
begin
  insert into visitor_changes default values on conflict do nothing;
  return null;
end $$;

-- What is said inside is most of what is written, and no visitor sees it.
create function note_thread_visitors_see() returns trigger language plpgsql as $$
begin
  if coalesce(new.realm, old.realm) = 'outside' then
    insert into visitor_changes default values on conflict do nothing;
  end if;
  return null;
end $$;

create function note_reply_visitors_see() returns trigger language plpgsql as $$
begin
  -- A reply that goes together with its thread finds none: the thread was noted.
  if exists (select from threads where id in (old.thread_id, new.thread_id) and realm = 'outside') then
    insert into visitor_changes default values on conflict do nothing;
  end if;
  return null;
end $$;

create trigger visitor_change after insert or update or delete on threads
  for each row execute function note_thread_visitors_see();
create trigger visitor_change after insert or update or delete on replies
  for each row execute function note_reply_visitors_see();

-- Watches every table but those of which no visitor's page shows anything. A migration that makes a table calls it.
create function watch_visitor_tables() returns void language plpgsql as $$
declare
  name text;
  unseen constant text[] := array[
    'visitor_changes', 'thread_changes', 'tie_changes', 'space_changes',
    'events', 'event_deliveries', 'mails', 'rate_limits', 'notices', 'notice_stops', 'standing_due',
    'sessions', 'email_codes', 'setup_links', 'provider_journeys', 'identities', 'passkeys', 'passkey_challenges',
    'second_factors', 'recovery_codes', 'factor_resets', 'mail_codes_off',
    'drafts', 'read_positions', 'declined_asks', 'follows', 'deflections'
  ];
begin
  for name in
    select c.relname from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> all (unseen)
      and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'visitor_change')
  loop
    execute format(
      'create trigger visitor_change after insert or update or delete or truncate on %I
        for each statement execute function note_visitor_change()', name);
  end loop;
end $$;
select watch_visitor_tables();
