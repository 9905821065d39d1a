#!/usr/bin/env bash
# Succeeds where this container's server answers 200: at its readiness, or at the path given. The image has no curl.
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/${SERVER_PORT:-8080}"
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${1:-/actuator/health/readiness}" >&3
read -r -t 5 status <&3
[[ $status == "HTTP/1.1 200"* ]]
