-- A device shows notices only while its owner is signed in on it; a page of notices costs the same however many there are;
-- what somebody follows has a pace of its own.

-- The line of sessions that one account has in one browser: signing in again there goes on with it, signing out ends it.
alter table sessions add column browser uuid not null default gen_random_uuid();
alter table push_devices add column browser uuid;
-- Which sign-in turned the existing ones on was never kept: they are turned on once more.
delete from push_devices;
alter table push_devices alter column browser set not null;

-- What one person was told of one thread, the newest first, and what of it is unread.
create index notices_of_thread on notices (account_id, thread_id, made_at desc, id desc);
drop index notices_unread;
create index notices_unread on notices (account_id, thread_id) where read_at is null;

-- How soon somebody is told of one thing that they follow; none: as of all of its kind.
alter table followings add column pace text check (pace in ('at-once', 'daily', 'weekly', 'here', 'never'));
alter table follows add column pace text check (pace in ('at-once', 'daily', 'weekly', 'here', 'never'));
