-- Questions that nobody has answered: few among many, counted on every home page and listed newest first.
create index threads_unanswered on threads (created_at desc, id desc) include (space_id, realm) where type = 'question' and answer_count = 0;
