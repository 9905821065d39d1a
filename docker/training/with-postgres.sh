#!/usr/bin/env bash
# Runs its arguments beside an empty PostgreSQL, on the loopback interface and gone afterwards, with the server's
# configuration for it in the environment. Not for root, whom PostgreSQL refuses.
set -euo pipefail
programs=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
here=$(dirname "$(realpath "$0")")
directory=$(mktemp -d)
export PGHOST=127.0.0.1 PGPORT=${TRAINING_POSTGRES_PORT:-54329} PGUSER=postgres PGDATABASE=postgres
stop() {
  "$programs/pg_ctl" --pgdata "$directory/data" --mode immediate --silent stop || true
  rm -rf "$directory"
}
"$programs/initdb" --pgdata "$directory/data" --username postgres --auth trust --encoding UTF8 --locale C >"$directory/initdb.log"
"$programs/pg_ctl" --pgdata "$directory/data" --log "$directory/postgres.log" --silent --wait start \
  --options "-p $PGPORT -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
trap stop EXIT
"$programs/psql" --quiet --set ON_ERROR_STOP=1 --set owner_password=training --set server_password=training \
  --set auditor_password=training --file "$here/../postgres/candour.sql"
export SPRING_DATASOURCE_URL=jdbc:postgresql://127.0.0.1:$PGPORT/candour
export SPRING_DATASOURCE_USERNAME=candour_server SPRING_DATASOURCE_PASSWORD=training
export CANDOUR_DATABASE_OWNERUSERNAME=candour CANDOUR_DATABASE_OWNERPASSWORD=training
"$@"
