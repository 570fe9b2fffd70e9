-- What came from elsewhere: each foreign thing has at most one thing here.

create table import_runs (
  id bigint generated always as identity primary key,
  source text not null,
  space_id bigint not null references spaces,
  fingerprint text not null,
  started_at timestamptz(3) not null default now(),
  finished_at timestamptz(3),
  counts jsonb not null default '{}'
);
create index import_runs_source on import_runs (source, started_at desc);

create table import_references (
  source text not null,
  kind text not null,
  foreign_id text not null,
  local_id bigint not null,
  run_id bigint not null references import_runs,
  primary key (source, kind, foreign_id)
);
