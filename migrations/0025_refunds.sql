-- Each refund with its day, so that a later one does not move an earlier one into another month's statement. `payments` keeps the sum.
create table payment_refunds (
    id            uuid primary key default gen_random_uuid(),
    payment_id    uuid not null references payments (id) on delete cascade,
    amount_minor  bigint not null check (amount_minor > 0),
    refunded_on   date not null
);
create index payment_refunds_by_payment on payment_refunds (payment_id);

insert into payment_refunds (payment_id, amount_minor, refunded_on)
select id, refunded_minor, coalesce(refunded_on, paid_on) from payments where refunded_minor > 0;

create function payments_keep_refunds() returns trigger language plpgsql as $$
declare
    before bigint := case when tg_op = 'UPDATE' then old.refunded_minor else 0 end;
begin
    if new.refunded_minor > before then
        insert into payment_refunds (payment_id, amount_minor, refunded_on)
        values (new.id, new.refunded_minor - before, coalesce(new.refunded_on, new.paid_on));
    end if;
    return null;
end $$;
create trigger payments_keep_refunds after insert or update of refunded_minor on payments
    for each row execute function payments_keep_refunds();
