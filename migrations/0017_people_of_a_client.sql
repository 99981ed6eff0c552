-- What each contact sees of the portal, and who lets colleagues in. The client's portal user sees everything and is always its
-- administrator.
alter table client_contacts
    add column access_preset text not null default 'everything'
        check (access_preset in ('everything', 'invoices_only', 'projects_and_documents_only')),
    add column is_administrator boolean not null default false;
