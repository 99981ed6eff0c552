-- What waits for a client's person, on every ClientPortal page. As in 0006, a hash index finds it in as many pages with a hundred
-- thousand clients as with a thousand.
create index document_requests_waiting_by_client on document_requests using hash (client_id) where state in ('open', 'sent_back');
create index payment_attempts_pending_by_client on payment_attempts using hash (client_id) where state = 'pending';
create index messages_by_id on messages using hash (id);
drop index conversations_by_client;
create index conversations_by_client on conversations using hash (client_id);
