-- The server's database and its logins, for psql as an administrator, once. Passwords are variables:
-- --set owner_password=... --set server_password=... --set auditor_password=...
create role candour_serving nologin;
create role candour_auditing nologin;
create role candour login password :'owner_password';
create role candour_server login password :'server_password' in role candour_serving;
create role auditor login password :'auditor_password' in role candour_auditing;
create database candour owner candour;
