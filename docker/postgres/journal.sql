-- The journal's database and its logins, on another machine than the server's, for psql as an administrator, once.
-- Passwords are variables: --set owner_password=... --set journalist_password=...
create role candour_journaling nologin;
create role candour login password :'owner_password';
create role candour_journalist login password :'journalist_password' in role candour_journaling;
create database candour_journal owner candour;
