-- Files that come with a message, and the part of the portal that documents and notices belong to.

-- A file of a message is a document like others.
alter table documents add column message_id uuid references messages (id) on delete set null;
create index documents_by_message on documents (message_id, id) where message_id is not null;

-- Who does not see this part of the portal does not see the document: what belongs to a quote goes with the quotes, and what was written
-- in a conversation goes with the conversation.
alter table documents add column section text not null generated always as (
    case when quote_id is not null then 'quotes'
         when invoice_id is not null then 'invoices'
         when message_id is null then 'documents'
         when project_id is null then 'messages'
         else 'projects' end
) stored;

-- A message may be its files alone.
alter table messages drop constraint messages_body_check;
alter table messages add constraint messages_body_check check (length(body) <= 10000);

-- The part of the portal that a notice speaks of; null when it concerns everybody. Written with the notice, by its kind.
alter table notifications add column section text;
alter table notifications disable trigger notifications_ring;
update notifications
   set section = case when kind = 'message_project' then 'projects'
                      else case split_part(kind, '_', 1) when 'quote' then 'quotes'
                                                         when 'invoice' then 'invoices'
                                                         when 'payment' then 'invoices'
                                                         when 'document' then 'documents'
                                                         when 'message' then 'messages'
                                                         when 'project' then 'projects' end end;
alter table notifications enable trigger notifications_ring;
