-- A question that others were merged into is owed as soon as any who asked was promised an answer.

-- Of a merge: whether whoever asked the duplicate still waited for an answer then.
alter table thread_acts add column was_unanswered boolean;
-- When those asked whose questions were merged into this one while they waited: with `created_at` every moment from
-- which it owes an answer. Follows from thread_acts and threads.merged_into_id; oldest first.
alter table threads add column also_asked_at timestamptz(3)[] not null default '{}';

-- Nobody kept what was answered when earlier merges were made: what they brought tells, as it stands now.
update thread_acts set was_unanswered = not exists (select from moved_replies join replies on replies.id = reply_id
    where act_id = thread_acts.id and kind = 'answer' and recalled_at is null and hidden_at is null and removed_at is null)
  where act = 'merge';
alter table thread_acts add check ((act = 'merge') = (was_unanswered is not null));

-- A thread takes nothing in once it is merged itself, so each merge finds what it brings complete.
do $$
declare
  merge record;
begin
  for merge in
    select threads.id, threads.merged_into_id as into_id, max(acts.id) as act_id
    from threads join thread_acts acts on acts.thread_id = threads.id and acts.act = 'merge'
    where threads.merged_into_id is not null group by threads.id order by act_id
  loop
    update threads survivor set also_asked_at = (select array_agg(asked.at order by asked.at)
        from unnest(survivor.also_asked_at || duplicate.created_at || duplicate.also_asked_at) asked (at))
      from threads duplicate join thread_acts acts on acts.id = merge.act_id and acts.was_unanswered
      where survivor.id = merge.into_id and duplicate.id = merge.id;
  end loop;
end $$;
