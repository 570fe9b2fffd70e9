-- The log of crossings becomes a chain, standing bridges come, and a thread outside can be recalled.

-- Taken by everything that adds to the log, before anything else is locked: its rows have one order.
create function lock_crossings() returns void language sql volatile as $$
  select pg_advisory_xact_lock(72650, 0)
$$;

alter table crossings
  -- The place of the row in the log: 1, 2, 3 … without a gap.
  add column place bigint,
  -- SHA-256 of the chain value of the row before and of this row; of the genesis text before the first.
  add column chain text;

-- What of a row goes into its chain value: every column but the chain, as one line of JSON.
create function crossing_line(c crossings) returns text language sql stable as $$
  select jsonb_build_array(c.place, c.id, c.act, c.direction, c.source_kind, c.source_id, c.source_space_id, c.target_kind,
    c.target_id, c.target_space_id, c.acted_by, c.reason, c.bytes, c.bytes_sha256, c.audience, c.recalls,
    (extract(epoch from c.happened_at) * 1000)::bigint)::text
$$;

create function crossing_link(before text, c crossings) returns text language sql stable as $$
  select encode(sha256(convert_to(before || E'\n' || crossing_line(c), 'UTF8')), 'hex')
$$;

create function crossing_genesis() returns text language sql immutable as $$
  select encode(sha256(convert_to('Tango: log of crossings', 'UTF8')), 'hex')
$$;

-- How many rows the log has and the chain value of the last. Empty until something crosses.
create table crossing_chain (
  only_row boolean primary key default true check (only_row),
  rows_written bigint not null,
  head text not null
);

create function chain_crossing() returns trigger language plpgsql as $$
declare
  before text;
begin
  perform lock_crossings();
  select rows_written + 1, head into new.place, before from crossing_chain;
  new.place := coalesce(new.place, 1);
  new.chain := crossing_link(coalesce(before, crossing_genesis()), new);
  insert into crossing_chain (rows_written, head) values (new.place, new.chain)
    on conflict (only_row) do update set rows_written = excluded.rows_written, head = excluded.head;
  return new;
end $$;

-- Those that stand already get their place in the order in which they were written.
alter table crossings disable trigger crossings_append_only;
do $$
declare
  row crossings;
  last_place bigint := 0;
  last_chain text := crossing_genesis();
begin
  for row in select * from crossings order by id loop
    last_place := last_place + 1;
    row.place := last_place;
    last_chain := crossing_link(last_chain, row);
    update crossings set place = last_place, chain = last_chain where id = row.id;
  end loop;
  if last_place > 0 then
    insert into crossing_chain (rows_written, head) values (last_place, last_chain);
  end if;
end $$;
alter table crossings enable trigger crossings_append_only;
alter table crossings alter column place set not null, alter column chain set not null, add unique (place);
create trigger crossings_chained before insert on crossings for each row execute function chain_crossing();

-- Only the trigger of the log changes the head: called by a statement of somebody's own, this is one level deep.
create function refuse_head_change() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 then
    raise exception 'the head of the log is written by the log alone' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger crossing_chain_kept before insert or update on crossing_chain for each row execute function refuse_head_change();
create trigger crossing_chain_stays before delete or truncate on crossing_chain for each statement execute function refuse_change();

-- Goes through `most` rows after a place whose chain value is known, and says how far it came. `wrong`: what is the
-- matter with the first row that does not fit (`wrong_place`), and there it stops. `is_end`: no row comes after.
create function check_crossings(after_place bigint, after_chain text, most int)
returns table (last_place bigint, last_chain text, is_end boolean, wrong_place bigint, wrong text) language plpgsql stable as $$
declare
  row crossings;
  seen int := 0;
begin
  last_place := after_place;
  last_chain := after_chain;
  for row in select * from crossings where place > after_place order by place limit most loop
    seen := seen + 1;
    if row.place <> last_place + 1 then
      wrong_place := last_place + 1;
      wrong := 'missing';
    elsif row.chain is distinct from crossing_link(last_chain, row) then
      wrong_place := row.place;
      wrong := 'altered';
    end if;
    exit when wrong is not null;
    last_place := row.place;
    last_chain := row.chain;
  end loop;
  is_end := wrong is null and seen < most;
  return next;
end $$;

-- A recalled thread keeps its place and loses its text; the text stays in the crossing that brought it out.
alter table threads add column recalled_at timestamptz(3);

-- Standing bridges: two spaces on different sides of the wall, and what passes between them by itself. Inner is the
-- one nearer to the inside.
create table bridges (
  id bigint generated always as identity primary key,
  title text not null check (length(title) between 1 and 120),
  reason text not null check (length(reason) between 1 and 500),
  inner_space_id bigint not null,
  inner_realm text not null,
  outer_space_id bigint not null,
  outer_realm text not null,
  brings_in boolean not null,
  publishes_out boolean not null,
  proposed_by bigint not null references accounts,
  proposed_at timestamptz(3) not null default now(),
  inner_approved_by bigint references accounts,
  inner_approved_at timestamptz(3),
  outer_approved_by bigint references accounts,
  outer_approved_at timestamptz(3),
  ended_by bigint references accounts,
  ended_at timestamptz(3),
  ended_because text check (length(ended_because) <= 500),
  foreign key (inner_space_id, inner_realm) references spaces (id, realm),
  foreign key (outer_space_id, outer_realm) references spaces (id, realm),
  check ((inner_realm, outer_realm) in (('inside', 'outside'), ('inside', 'bridge'), ('bridge', 'outside'))),
  check (brings_in or publishes_out),
  -- What comes in comes inside; what goes out goes outside.
  check (not brings_in or inner_realm = 'inside'),
  check (not publishes_out or outer_realm = 'outside'),
  check ((inner_approved_by is null) = (inner_approved_at is null)),
  check ((outer_approved_by is null) = (outer_approved_at is null)),
  check ((ended_by is null) = (ended_at is null)),
  -- Two yeses of one person are one.
  constraint bridges_two_people check (inner_approved_by <> outer_approved_by)
);
create unique index bridges_standing on bridges (inner_space_id, outer_space_id) where ended_at is null;
create index bridges_outer on bridges (outer_space_id) where ended_at is null;

-- Threads that wait at a bridge to be published out, and what became of each.
create table bridge_queue (
  bridge_id bigint not null references bridges,
  thread_id bigint not null references threads on delete cascade,
  -- Its author ticked "also publish over the bridge".
  asked_for boolean not null,
  queued_at timestamptz(3) not null default now(),
  released_by bigint references accounts,
  released_at timestamptz(3),
  crossing_id bigint references crossings,
  -- Left where it is: somebody said that it does not pass.
  kept_by bigint references accounts,
  kept_at timestamptz(3),
  primary key (bridge_id, thread_id),
  check ((released_at is null) = (crossing_id is null)),
  check (released_at is null or kept_at is null)
);
create index bridge_queue_waiting on bridge_queue (bridge_id, thread_id) where released_at is null and kept_at is null;
