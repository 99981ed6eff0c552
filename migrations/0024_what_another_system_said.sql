-- Digests of what another system said last of a quote and of its lines. Saying it again changes nothing, although staff may have
-- revised the quote here in the meantime. Null: nothing was said yet, or before these were kept.
alter table quotes
    add column said        uuid,
    add column lines_said  uuid,
    -- The total that it said: another one here is a revision of staff's.
    add column said_total_minor  bigint;
