-- A quote may also be replaced by what the other system says; then nobody here has done it.
alter table quote_revisions alter column replaced_by drop not null;

-- What was withdrawn can be seen as well, and may be offered anew.
alter table quote_revisions
    drop constraint quote_revisions_status_check,
    add constraint quote_revisions_status_check check (status in ('sent', 'declined', 'cancelled'));
