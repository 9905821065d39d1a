#!/usr/bin/env bash
# Writes the AOT cache (JEP 514) of the server in this directory to the file given: makes the tables of the database that
# the environment names, then starts the server as its image does, asks what is asked of every server, and ends it.
set -euo pipefail
cache=$1
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
log=$(mktemp)
# The issuer is nowhere: it is asked with the first token.
export CANDOUR_IDENTITY_ISSUER=http://127.0.0.1:1/training
export CANDOUR_PORTAL_CLIENTSECRET=training
CANDOUR_RECORD_CURSORKEY=$(printf '%044d' 0)
export CANDOUR_RECORD_CURSORKEY

"$java" @java.options -jar candour.jar migrate
"$java" "-XX:AOTCacheOutput=$cache" @java.options -jar candour.jar >"$log" 2>&1 &
server=$!
trap 'kill -KILL $server 2>/dev/null || true; rm -f "$log"' EXIT
for ((tries = 0; tries < 1800; tries++)); do
  if bash healthcheck.sh 2>/dev/null; then break; fi
  if ! kill -0 "$server" 2>/dev/null; then break; fi
  sleep 0.5
done
if ! bash healthcheck.sh; then
  cat "$log" >&2
  echo "The server did not become ready: see above" >&2
  exit 1
fi
for path in /fhir/metadata /fhir/OperationDefinition /; do
  bash healthcheck.sh "$path"
done
# Without a token: the way of every request up to the gate.
if bash healthcheck.sh /fhir/Patient; then
  echo "The server answers without a token" >&2
  exit 1
fi
kill -TERM "$server"
wait "$server" || true
if [[ ! -s $cache ]]; then
  cat "$log" >&2
  echo "The server wrote no cache: see above" >&2
  exit 1
fi
