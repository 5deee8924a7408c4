#!/usr/bin/env bash
# Links accounts of one packaged service with accounts of another and measures what the mirror costs and how fast it is.
#
#   src/bench/mirror.sh [ACCOUNTS] [IDLE SECONDS] [CHANGES]
#
# 500 accounts, 60 s and 12 changes where nothing is given. Both services run on fresh embedded databases with the settings
# of production, but for accounts that nobody watches: they are asked for once a minute, not once in five. All traffic stays on the loopback; everything that was started is ended, and the directory removed.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../.." && pwd)
# shellcheck source=deploy/find-jdk.sh
. "$home/deploy/find-jdk.sh"
java=$(find_jdk mirror javac)/bin/java
jar=$home/target/quarkus-app/quarkus-run.jar
[ -f "$jar" ] || (cd "$home" && ./mvnw -B -q -Dquick -DskipTests package)

work=$(mktemp -d -t almanac-mirror.XXXXXX)
services=()
clean_up() {
  for service in "${services[@]}"; do
    kill "$service" 2>/dev/null || true
    wait "$service" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap clean_up EXIT

admin=bench-administrator-$RANDOM$RANDOM$RANDOM
# begin NAME [settings]... : starts a service, and sets its address, with that of its metrics, and service.
begin() {
  local name=$1
  shift
  mkdir "$work/$name"
  (
    cd "$work/$name"
    ALMANAC_ADMIN_TOKEN=$admin exec "$java" -Xmx512m --enable-native-access=ALL-UNNAMED \
      --sun-misc-unsafe-memory-access=allow -Dquarkus.http.port=0 -Dquarkus.management.port=0 -Dquarkus.http.access-log.enabled=false \
      "$@" -jar "$jar" >service.log 2>&1
  ) &
  service=$!
  services+=("$service")
  for _ in $(seq 600); do
    address=$(sed -n 's/^Almanac is ready: //p' "$work/$name/service.log" 2>/dev/null || true)
    [ -z "$address" ] || break
    sleep 0.1
  done
  address=$address,$(sed -n 's/^  Health *\(http.*\)\/q\/health$/\1/p' "$work/$name/service.log")
  [ "$address" != , ] || { cat "$work/$name/service.log" >&2; exit 1; }
  address=${address//localhost/127.0.0.1}
}

begin origin
origin=$address origin_pid=$service
begin mirror -Dalmanac.upstream.poll.idle=1m -Dalmanac.upstream.encryption-key="$(head -c 32 /dev/urandom | base64 -w 0)" -Dalmanac.upstream.allowed-hosts=127.0.0.1
"$java" "$here/Mirror.java" "$origin" "$origin_pid" "$address" "$service" "$admin" "${1:-500}" "${2:-60}" "${3:-12}"
grep -hE " (WARN|ERROR) " "$work"/*/service.log | grep -v MeterRegistry | head -n 20 || true
