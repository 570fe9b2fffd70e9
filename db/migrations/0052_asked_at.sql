-- A question that was written as something else is owed an answer from when it became a question.

-- Since when it is or was a question. Null for what never was one, and for a question that never was anything else: that
-- is one since it was written.
alter table threads add column asked_at timestamptz(3);

-- The first change from or to a question tells; whatever came later changes nothing.
update threads set asked_at = case first_act.to_type when 'question' then first_act.acted_at else threads.created_at end
  from (
    select distinct on (thread_id) thread_id, to_type, acted_at from thread_acts
    where act = 'retype' and 'question' in (from_type, to_type) order by thread_id, id
  ) first_act
  where first_act.thread_id = threads.id;
