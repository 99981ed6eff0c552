-- A quote that was approved before it came here is imported as approved, and its lines after it. So lines may be added to an
-- approved quote as long as no approval of it is recorded here; changing and taking away stays forbidden.
create or replace function lines_stay_approved() returns trigger language plpgsql as $$
begin
    if exists (select from quotes q where q.status = 'approved' and q.id in (
        case when tg_op <> 'INSERT' then old.quote_id end, case when tg_op <> 'DELETE' then new.quote_id end)
        and (tg_op <> 'INSERT' or exists (select from quote_approvals a where a.quote_id = q.id)))
       and (tg_op <> 'UPDATE' or new.* is distinct from old.*) then
        raise exception 'the quote of this line is approved and cannot be changed' using errcode = 'restrict_violation', constraint = 'quotes_stay_approved';
    end if;
    return coalesce(new, old);
end $$;
