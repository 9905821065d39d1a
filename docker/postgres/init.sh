#!/usr/bin/env bash
# Run by the image of PostgreSQL when its volume is new: each file of SQL named by CANDOUR_DATABASES, its variables the
# secrets of this service.
set -euo pipefail
variables=()
for secret in /run/secrets/*_password; do
  variables+=(--set "$(basename "$secret")=$(<"$secret")")
done
for name in $CANDOUR_DATABASES; do
  psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres "${variables[@]}" \
    --file "/candour/$name.sql"
done
