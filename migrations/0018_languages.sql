-- In which language somebody is spoken to: a tag such as `de` (BCP 47).

-- Of the company, for whoever has chosen none and whose browser asks for none of ours.
alter table company add column language text not null default 'en';
-- A person's own choice; null for none. Read with the session, at every request.
alter table users add column language text;
