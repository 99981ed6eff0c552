-- A quote may also be replaced by what the other system says; then nobody here has done it.
alter table quote_revisions alter column replaced_by drop not null;
