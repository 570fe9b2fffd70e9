-- A notice is about a thread, about a room, or about somebody: a member who would like to connect.
alter table notices
  add column person_id bigint references accounts on delete cascade,
  drop constraint notices_check,
  add check (num_nonnulls(thread_id, space_id, person_id) = 1);
drop index notices_once;
create unique index notices_once
  on notices (account_id, kind, thread_id, reply_id, space_id, person_id, occasion) nulls not distinct;
create index notices_person on notices (person_id) where person_id is not null;
