-- A statement that changed no row changed nothing that visitors see. Jobs ask every minute for what is due, and each
-- such statement emptied the memory of visitors' pages. Which rows there were, only a trigger for one kind of change can
-- tell: so each watched table has one for what is new, one for what changed, one for what is gone, and one for TRUNCATE.

-- The argument: what is concerned, -1 for lists alone; without one, anything.
create or replace function note_visitor_change() returns trigger language plpgsql as $$
begin
  if tg_op <> 'TRUNCATE' then
    if not exists (select from rows_of_change) then
      return null;
    end if;
  end if;
  insert into visitor_changes (thread_id) values (coalesce(tg_argv[0]::bigint, 0)) on conflict do nothing;
  return null;
end $$;

-- Has a table noted, of all kinds of change or of some, as concerning anything (0) or lists alone (-1).
create function watch_visitor_table(name text, concerns int default 0,
  kinds text[] default array['insert', 'update', 'delete', 'truncate']) returns void language plpgsql as $$
declare
  kind text;
begin
  foreach kind in array kinds loop
    execute format('create trigger %I after %s on %I %s for each statement execute function note_visitor_change(%s)',
      'visitor_change_' || case kind when 'insert' then 'new' when 'update' then 'changed' when 'delete' then 'gone'
        else 'whole' end,
      kind, name,
      case kind when 'delete' then 'referencing old table as rows_of_change' when 'truncate' then ''
        else 'referencing new table as rows_of_change' end,
      case when concerns <> 0 then quote_literal(concerns) end);
  end loop;
end $$;

do $$
declare
  watched record;
begin
  for watched in
    select t.tgname, c.relname::text as name, case p.proname when 'note_list_change' then -1 else 0 end as concerns,
      array_remove(array[
        case when t.tgtype & 4 > 0 then 'insert' end, case when t.tgtype & 16 > 0 then 'update' end,
        case when t.tgtype & 8 > 0 then 'delete' end, case when t.tgtype & 32 > 0 then 'truncate' end], null) as kinds
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
    where c.relnamespace = current_schema()::regnamespace and not t.tgisinternal and t.tgtype & 1 = 0
      and p.proname in ('note_visitor_change', 'note_list_change')
  loop
    execute format('drop trigger %I on %I', watched.tgname, watched.name);
    perform watch_visitor_table(watched.name, watched.concerns, watched.kinds);
  end loop;
end $$;
drop function note_list_change();

do $$
declare
  source text := pg_get_functiondef('watch_visitor_tables'::regproc);
begin
  source := replace(source, $old$t.tgname = 'visitor_change'$old$, $new$t.tgname like 'visitor\_change%'$new$);
  source := regexp_replace(source, 'execute format\(.*?, name\);', $new$perform watch_visitor_table(name);$new$);
  execute source;
end $$;
select watch_visitor_tables();
