-- Transfers with a short reference and a proof, and news of money for pages that are open.

-- What the client writes as the reference of its transfer.
alter table payment_attempts add column reference text not null default '';
update payment_attempts a
   set reference = (select coalesce(string_agg(i.number, ', ' order by i.id), '')
                      from payment_attempt_invoices p join invoices i on i.id = p.invoice_id where p.attempt_id = a.id)
 where provider = 'bank_transfer';

-- The file that a client sent with the word that it has paid. Its bytes lie under a key that is made from its id, as a document's do.
create table payment_proofs (
    id            uuid primary key,
    attempt_id    uuid not null unique references payment_attempts (id) on delete cascade,
    name          text not null,
    content_type  text not null,
    size_bytes    bigint not null check (size_bytes > 0)
);
create trigger payment_proofs_remove_bytes after delete on payment_proofs for each row execute function remove_document_bytes();

-- Servers listen here, and tell the browsers that look at a payment or an invoice of the client whose id it is.
create function notify_money() returns trigger language plpgsql as $$
begin
    perform pg_notify('money', new.client_id::text);
    return null;
end $$;
create trigger payment_attempts_tell after update of state on payment_attempts
    for each row when (old.state is distinct from new.state) execute function notify_money();
create trigger invoices_tell after update of paid_minor, status on invoices
    for each row when (old.paid_minor is distinct from new.paid_minor or old.status is distinct from new.status)
    execute function notify_money();
