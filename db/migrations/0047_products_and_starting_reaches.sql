-- What the company sells, as members speak of it; and how far what a member writes reaches to begin with.

-- A tag that the company named as a product of its, outside: who said so and when, and who took it back. What carries the
-- tag is not changed by it, and what becomes of that changes nothing here: such a tag stays although nothing carries it.
-- A tag that leads to another takes this along.
create table product_tags (
  id bigint generated always as identity primary key,
  tag_id bigint not null references tags,
  named_by bigint references accounts,
  named_at timestamptz(3) not null,
  ended_by bigint references accounts,
  ended_at timestamptz(3)
);
create unique index product_tags_now on product_tags (tag_id) where ended_at is null;
create index product_tags_list on product_tags (named_at desc, id desc);

create function keep_product_tag() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null or new.ended_at is null
    or row(old.id, old.tag_id, old.named_by, old.named_at) is distinct from row(new.id, new.tag_id, new.named_by, new.named_at)
  then
    raise exception 'that a tag is a product ends once and is changed never' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger product_tags_kept before update on product_tags for each row execute function keep_product_tag();

-- How far new texts of a member reach unless they choose otherwise, narrower than their space. Without a row: as far as
-- the space.
create table starting_reaches (
  account_id bigint not null references accounts on delete cascade,
  posts text not null check (posts in ('questions', 'others')),
  reach smallint not null check (reach between 0 and 5),
  primary key (account_id, posts)
);

-- What stood before a member last changed who sees what, by the name of each choice: one step back, gone with the next
-- change.
create table reach_undos (
  id bigint generated always as identity primary key,
  account_id bigint not null unique references accounts on delete cascade,
  kept_at timestamptz(3) not null,
  before jsonb not null
);

-- No visitor's page shows what somebody's next text starts with, nor what stood before a change.
do $$ begin
  execute replace(pg_get_functiondef('watch_visitor_tables'::regproc), 'array[',
    'array[''starting_reaches'', ''reach_undos'', ');
end $$;
select watch_visitor_tables();
