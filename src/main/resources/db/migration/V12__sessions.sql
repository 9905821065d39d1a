-- Log-ins that the issuer ended while tokens of theirs may still be about (OpenID Connect Back-Channel Logout 1.0).

-- By name: 'sid:' and the session, or 'sub:' and the user, all of whose sessions ended.
create table candour.revoked_session (
  name  text collate "C" primary key,
  upto  timestamptz not null, -- tokens issued until then no longer count
  until timestamptz not null  -- when the last of them has expired by itself, so that the row says nothing any more
);
create index on candour.revoked_session (until);

-- Log-out tokens that were heard, so that none counts twice.
create table candour.heard_logout (
  jti   text collate "C" primary key,
  until timestamptz not null -- when the token has expired by itself
);
create index on candour.heard_logout (until);
