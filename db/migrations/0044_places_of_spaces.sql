-- Where a space stands in the company says who manages it; that it was placed, and ended to stand there, is part of the
-- story of its rights.
alter table space_changes drop constraint space_changes_what_check;
alter table space_changes add constraint space_changes_what_check check (what in (
  'moved', 'stopped', 'lifted', 'renamed', 'described', 'narrowed', 'archived', 'reopened', 'member-added',
  'member-removed', 'placed', 'taken-off'));
