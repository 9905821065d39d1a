#!/usr/bin/env bash
# Succeeds where this container's server answers 200: at its readiness, which has a port of its own where
# MANAGEMENT_SERVER_PORT says so, or at the path given. Of the image it needs bash, and openssl for TLS.
set -euo pipefail
if [[ $# -gt 0 ]]; then
  path=$1 port=${SERVER_PORT:-8080}
else
  path=/actuator/health/readiness port=${MANAGEMENT_SERVER_PORT:-${SERVER_PORT:-8080}}
fi
request="GET $path HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
exec 3<>"/dev/tcp/127.0.0.1/$port"
{ printf %b "$request" >&3; } 2>/dev/null || true
read -r -t 5 status <&3 || true
# So is told who asks a port without TLS that has it, if the connection is not cut before. Whose certificate it is need
# not be known: nothing is between.
if [[ -z $status || $status == "HTTP/1.1 400"* ]]; then
  read -r -t 5 status < <(printf %b "$request" | openssl s_client -quiet -connect "127.0.0.1:$port" 2>/dev/null) || true
fi
[[ $status == "HTTP/1.1 200"* ]]
