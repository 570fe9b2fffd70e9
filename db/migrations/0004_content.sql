-- What people write.

create table threads (
  id bigint generated always as identity primary key,
  realm text not null,
  space_id bigint not null,
  type text not null check (type in ('question', 'discussion', 'idea', 'problem', 'praise', 'update')),
  -- 'space': everyone who may read the space. 'participants': of those, only the ones named in thread_participants.
  audience text not null default 'space' check (audience in ('space', 'participants')),
  author_id bigint not null references accounts,
  title text not null check (length(title) <= 200),
  slug text not null,
  body text not null check (length(body) <= 60000),
  language text not null default 'english',
  imported_score int not null default 0,
  reply_count int not null default 0,
  answer_count int not null default 0,
  same_here_count int not null default 0,
  created_at timestamptz(3) not null default now(),
  active_at timestamptz(3) not null default now(),
  edited_at timestamptz(3),
  words tsvector generated always as (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'C')
  ) stored,
  unique (id, realm),
  foreign key (space_id, realm) references spaces (id, realm)
);
create index threads_space_active on threads (space_id, type, active_at desc, id desc);
create index threads_space_created on threads (space_id, type, created_at desc, id desc);
create index threads_type_active on threads (type, active_at desc, id desc);
create index threads_type_created on threads (type, created_at desc, id desc);
create index threads_realm_active on threads (realm, active_at desc, id desc);
create index threads_author on threads (author_id, created_at desc);
create index threads_words on threads using gin (words);
create trigger threads_realm_fixed before update of realm on threads for each row execute function refuse_realm_change();

create table thread_participants (
  thread_id bigint not null references threads on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  added_by bigint references accounts,
  added_at timestamptz(3) not null default now(),
  primary key (thread_id, account_id)
);
create index thread_participants_account on thread_participants (account_id, thread_id);

create table replies (
  id bigint generated always as identity primary key,
  thread_id bigint not null references threads on delete cascade,
  -- An answer stands under the question; a comment under the question (parent null) or an answer; a reply anywhere else.
  kind text not null check (kind in ('answer', 'comment', 'reply')),
  parent_id bigint references replies,
  author_id bigint not null references accounts,
  body text not null check (length(body) <= 60000),
  imported_score int not null default 0,
  kudos_count int not null default 0,
  created_at timestamptz(3) not null default now(),
  edited_at timestamptz(3),
  -- A recalled reply keeps its place and loses its text; the text stays in the crossing that brought it.
  recalled_at timestamptz(3),
  words tsvector generated always as (to_tsvector('english', body)) stored
);
create index replies_thread on replies (thread_id, created_at, id);
create index replies_parent on replies (parent_id, created_at, id) where parent_id is not null;
create index replies_author on replies (author_id, created_at desc);
create index replies_words on replies using gin (words);

-- Earlier texts; the current one stands in threads and replies.
create table revisions (
  id bigint generated always as identity primary key,
  thread_id bigint references threads on delete cascade,
  reply_id bigint references replies on delete cascade,
  title text,
  body text not null,
  written_by bigint not null references accounts,
  written_at timestamptz(3) not null,
  replaced_at timestamptz(3) not null default now(),
  check ((thread_id is null) <> (reply_id is null))
);
create index revisions_thread on revisions (thread_id, replaced_at desc) where thread_id is not null;
create index revisions_reply on revisions (reply_id, replaced_at desc) where reply_id is not null;

create table answer_acceptances (
  thread_id bigint primary key references threads on delete cascade,
  answer_id bigint not null unique references replies on delete cascade,
  accepted_by bigint not null references accounts,
  accepted_at timestamptz(3) not null default now()
);

create table official_answers (
  answer_id bigint primary key references replies on delete cascade,
  thread_id bigint not null references threads on delete cascade,
  marked_by bigint not null references accounts,
  marked_at timestamptz(3) not null default now(),
  ended_at timestamptz(3)
);
create index official_answers_thread on official_answers (thread_id) where ended_at is null;

create table same_heres (
  thread_id bigint not null references threads on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  said_at timestamptz(3) not null default now(),
  primary key (thread_id, account_id)
);
create index same_heres_account on same_heres (account_id);

create table kudos (
  reply_id bigint not null references replies on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  given_at timestamptz(3) not null default now(),
  primary key (reply_id, account_id)
);
create index kudos_account on kudos (account_id);

create table tags (
  id bigint generated always as identity primary key,
  name text not null unique check (name ~ '^[^\s,]{1,50}$' and name = lower(name)),
  created_at timestamptz(3) not null default now()
);

create table thread_tags (
  thread_id bigint not null references threads on delete cascade,
  tag_id bigint not null references tags on delete cascade,
  primary key (thread_id, tag_id)
);
create index thread_tags_tag on thread_tags (tag_id, thread_id);

create table thread_links (
  from_thread_id bigint not null references threads on delete cascade,
  to_thread_id bigint not null references threads on delete cascade,
  kind text not null check (kind in ('duplicate', 'related')),
  made_at timestamptz(3) not null default now(),
  primary key (from_thread_id, to_thread_id, kind),
  check (from_thread_id <> to_thread_id)
);
create index thread_links_to on thread_links (to_thread_id);

-- Pictures that people paste. The bytes lie in the data folder under sha256; the row says who may have them.
create table files (
  id bigint generated always as identity primary key,
  key text not null unique,
  realm text not null,
  space_id bigint not null,
  uploaded_by bigint not null references accounts,
  sha256 text not null,
  media_type text not null,
  byte_count int not null,
  width int not null,
  height int not null,
  created_at timestamptz(3) not null default now(),
  foreign key (space_id, realm) references spaces (id, realm)
);
create index files_sha256 on files (sha256);

-- Which post shows which picture: the picture is as readable as the post.
create table file_uses (
  file_id bigint not null references files on delete cascade,
  thread_id bigint not null references threads on delete cascade,
  primary key (file_id, thread_id)
);
create index file_uses_thread on file_uses (thread_id);
