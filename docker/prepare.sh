#!/usr/bin/env bash
# Makes what compose.yaml reads beside itself: a file for each secret, and .env, which says what is run. Secrets that are
# there stay as they are. With the argument demo, accounts with known passwords and synthetic people are brought along.
set -euo pipefail
cd "$(dirname "$0")"
mode=${1:-deployed}
case $mode in
  demo | deployed) ;;
  *)
    echo "usage: $0 [demo]" >&2
    exit 2
    ;;
esac
command -v openssl >/dev/null || {
  echo "$0: openssl is needed" >&2
  exit 1
}
mkdir -p secrets
# The folder keeps others on this machine out; in containers the files are read by users of other numbers.
chmod 700 secrets
secret() {
  if [[ ! -e secrets/$1 ]]; then
    "${@:2}" >"secrets/$1.new"
    chmod 444 "secrets/$1.new"
    mv "secrets/$1.new" "secrets/$1"
  fi
}
for name in superuser_password owner_password server_password auditor_password journalist_password keycloak_password \
  keycloak_admin_password; do
  secret "$name" openssl rand -hex 24
done
secret cursor_key openssl rand -base64 32
secret signing_key openssl genpkey -algorithm ed25519
secret signing_key_public.pem openssl pkey -in secrets/signing_key -pubout
if [[ $mode == demo ]]; then
  # As src/test/resources/demo/demo-realm.json has them.
  secret portal_secret echo portal-of-the-demo
  secret feeder_secret echo feeder-of-the-demo
  # Its people were last seen years ago.
  cat >.env <<'END'
COMPOSE_PROFILES=demo
CANDOUR_REALM=demo
CANDOUR_LOG_OUT_CLIENTS=nhs-app,point-of-care,portal,demo-cli
CANDOUR_CARE_ENCOUNTER=36500d
END
else
  # Keycloak makes these when it imports the realm: client-secrets.sh puts them here then.
  secret portal_secret printf ''
  secret feeder_secret printf ''
  echo CANDOUR_REALM=deployed >.env
fi
