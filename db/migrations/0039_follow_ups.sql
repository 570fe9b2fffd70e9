-- What came of looking back at the community: records of retagging, flags of long standing, swarms that follow a merge.

alter table thread_acts drop constraint thread_acts_act_check;
alter table thread_acts
  add constraint thread_acts_act_check check (act in ('retype', 'move', 'split', 'merge', 'unmerge', 'retag')),
  add column from_tags text[],
  add column to_tags text[],
  add check ((act = 'retag') = (from_tags is not null and to_tags is not null));

-- Whether the standing of whoever flagged made the flag weigh more, as it was then.
alter table moderation_flags add column of_standing boolean not null default false;

-- The questions that a swarm was opened on or followed from, through merges that still stand; the last is the nearest.
alter table swarms add column came_from bigint[] not null default '{}';
