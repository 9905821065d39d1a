#!/usr/bin/env bash
# Puts the secrets that Keycloak made for the clients portal and feeder, when it imported the realm, where compose.yaml reads
# them, and makes the server anew with them. Keycloak has to run.
set -euo pipefail
cd "$(dirname "$0")"
for client in portal feeder; do
  docker compose exec -T keycloak bash -s "$client" >"secrets/${client}_secret.new" <<'END'
set -euo pipefail
KC_CLI_PASSWORD=$(</run/secrets/keycloak_admin_password)
export KC_CLI_PASSWORD
kcadm() {
  /opt/keycloak/bin/kcadm.sh "$@" --config /tmp/kcadm.config </dev/null
}
kcadm config credentials --server http://localhost:8180 --realm master --user admin >&2
id=$(kcadm get clients -r candour -q "clientId=$1" --fields id --format csv --noquotes)
kcadm get "clients/$id/client-secret" -r candour --fields value --format csv --noquotes
END
  if [[ ! -s secrets/${client}_secret.new ]]; then
    echo "$0: Keycloak told no secret of $client" >&2
    exit 1
  fi
  chmod 444 "secrets/${client}_secret.new"
  # Files of prepare.sh can't be written to, only replaced; a container has the one that was there when it was made.
  mv -f "secrets/${client}_secret.new" "secrets/${client}_secret"
done
docker compose up --detach --force-recreate --wait server
