-- An idea that others were merged into owes its next answer by the earliest day promised to any of their authors.

-- The days that ideas merged into this one were promised when they were, under their ids, since the company last said
-- how this one stands: such an answer is one to all of them, and its day takes the place of every earlier one.
alter table ideas add column also_owed jsonb not null default '{}';
-- While there are such days: what this one was promised itself. `answer_by` is the earliest of all.
alter table ideas add column own_answer_by date;

-- Earlier merges, each after those that had brought something to what it merged.
do $$
declare
  merge record;
begin
  for merge in
    select ideas.thread_id as id, ideas.merged_into as into_id, acts.acted_at
    from ideas join lateral (select id, acted_at from thread_acts
      where thread_id = ideas.thread_id and act = 'merge' order by id desc limit 1) acts on true
    where ideas.merged_into is not null order by acts.id
  loop
    update ideas survivor set
        own_answer_by = case when survivor.also_owed = '{}' then survivor.answer_by else survivor.own_answer_by end,
        also_owed = survivor.also_owed || jsonb_build_object(merge.id::text, duplicate.answer_by),
        answer_by = least(survivor.answer_by, duplicate.answer_by)
      from ideas duplicate
      where survivor.thread_id = merge.into_id and duplicate.thread_id = merge.id and duplicate.answer_by is not null
        and survivor.stage in ('new', 'under-review', 'planned', 'partly-done')
        and not exists (select from idea_stage_changes
          where idea_id = merge.into_id and changed_at > merge.acted_at);
  end loop;
end $$;
