-- Where what came from elsewhere stood there: old addresses lead to the new ones.

create table import_addresses (
  -- The old site as its addresses name it, such as forum.example.com.
  site text not null check (site ~ '^[a-z0-9][a-z0-9.:-]{0,252}$'),
  -- Without a leading slash and without what is for people only: t/12, t/12/3, c/4, u/berta, questions/7, a/9.
  path text not null check (length(path) between 1 and 300),
  kind text not null check (kind in ('thread', 'reply', 'space', 'account')),
  local_id bigint not null,
  run_id bigint not null references import_runs,
  primary key (site, path)
);
-- An address without its site: the site that was imported first.
create index import_addresses_path on import_addresses (path, run_id);

-- A whole site comes into many spaces.
alter table import_runs alter column space_id drop not null;
