-- Who answers for a guest, and who may look after both sides.

create table sponsorships (
  id bigint generated always as identity primary key,
  guest_id bigint not null references accounts on delete cascade,
  space_id bigint not null references spaces on delete cascade,
  sponsor_id bigint not null references accounts,
  began_at timestamptz(3) not null default now(),
  renewed_at timestamptz(3),
  lapses_at timestamptz(3) not null,
  ended_at timestamptz(3),
  ended_by bigint references accounts,
  reminded_at timestamptz(3)
);
create unique index sponsorships_standing on sponsorships (guest_id, space_id) where ended_at is null;
create index sponsorships_sponsor on sponsorships (sponsor_id) where ended_at is null;
create index sponsorships_lapse on sponsorships (lapses_at) where ended_at is null;

-- Guests who are here already get whoever let them in.
insert into sponsorships (guest_id, space_id, sponsor_id, lapses_at)
  select m.account_id, m.space_id, coalesce(m.added_by, s.created_by), now() + interval '90 days'
  from memberships m
    join accounts guest on guest.id = m.account_id and guest.realm = 'bridge'
    join spaces s on s.id = m.space_id
    join accounts sponsor on sponsor.id = coalesce(m.added_by, s.created_by) and sponsor.realm = 'inside';

alter table invitations add column sponsor_id bigint references accounts;
update invitations set sponsor_id = invited_by where realm = 'bridge';

-- Looking after both sides in one person needs somebody else's consent.
create table office_exceptions (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts,
  office text not null check (office in ('inside-steward', 'outside-steward')),
  reason text not null check (length(reason) between 1 and 500),
  asked_by bigint not null references accounts,
  asked_at timestamptz(3) not null default now(),
  decided_by bigint references accounts,
  decided_at timestamptz(3),
  approved boolean,
  note text not null default '' check (length(note) <= 500),
  check ((decided_at is null) = (approved is null)),
  check ((decided_at is null) = (decided_by is null)),
  check (decided_by is distinct from asked_by and decided_by is distinct from account_id)
);
create unique index office_exceptions_open on office_exceptions (account_id, office) where decided_at is null;
create index office_exceptions_time on office_exceptions (asked_at desc, id desc);
