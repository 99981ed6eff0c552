-- What every ClientPortal page asks for by equality: who is looking, and what is open for one client. A hash index finds it in as
-- many pages with a hundred thousand clients as with a thousand, where a tree has grown by a level.
create index users_by_id on users using hash (id);
create index clients_by_portal_user on clients using hash (portal_user_id) where portal_user_id is not null;

drop index client_contacts_by_user;
create index client_contacts_by_user on client_contacts using hash (user_id) where user_id is not null;
drop index notifications_unread;
create index notifications_unread on notifications using hash (user_id) where read_at is null;
drop index invoices_open_by_client;
create index invoices_open_by_client on invoices using hash (client_id) where status = 'sent';
create index quotes_open_by_client on quotes using hash (client_id) where status = 'sent';
create index projects_unfinished_by_client on projects using hash (client_id) where status in ('planned', 'active', 'on_hold');
create index documents_shared_by_client on documents using hash (client_id) where is_shared_with_client;
