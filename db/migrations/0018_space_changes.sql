-- Who changed what about a space beside its grants, which tell their own story. Written once, never changed.
create table space_changes (
  id bigint generated always as identity primary key,
  space_id bigint not null references spaces on delete cascade,
  what text not null check (what in (
    'moved', 'stopped', 'lifted', 'renamed', 'described', 'narrowed', 'archived', 'reopened', 'member-added', 'member-removed')),
  account_id bigint references accounts on delete cascade,
  before text,
  after text,
  changed_by bigint references accounts,
  changed_at timestamptz(3) not null default now()
);
create index space_changes_space on space_changes (space_id, id desc);
create index grants_story on grants (space_id, id);
