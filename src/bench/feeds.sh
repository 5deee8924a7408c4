#!/usr/bin/env bash
# Loads the feeds of the packaged service on a fresh embedded database: a calendar that many watch, and changes in it.
#
#   src/bench/feeds.sh [STREAMS] [CHANGES A SECOND] [SECONDS] [CUTS]
#   src/bench/feeds.sh views
#   src/bench/feeds.sh series
#
# views opens and replays a view of 10,000 events, and writes among 1,000 streams of others. series compares series, files,
# subscriptions and free times with single events (PARTS, ROUNDS and SECONDS_EACH choose; needs wrk and pgbench).
# 1,000 streams, 20 changes a second, 60 s and no cuts where nothing is given; CUTS is how often each stream is cut at
# a random moment and goes on with Last-Event-ID. All traffic stays on the loopback; everything that was started is
# ended, and the directory removed.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../.." && pwd)
# shellcheck source=deploy/find-jdk.sh
. "$home/deploy/find-jdk.sh"
java=$(find_jdk feeds javac)/bin/java
jar=$home/target/quarkus-app/quarkus-run.jar
[ -f "$jar" ] || (cd "$home" && ./mvnw -B -q -Dquick -DskipTests package)
ulimit -n "$(ulimit -Hn)"

work=$(mktemp -d -t almanac-feeds.XXXXXX)
service=
clean_up() {
  if [ -n "$service" ]; then
    kill "$service" 2>/dev/null || true
    wait "$service" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap clean_up EXIT

admin=bench-administrator-$RANDOM$RANDOM$RANDOM
(
  cd "$work"
  # shellcheck disable=SC2086
  ALMANAC_ADMIN_TOKEN=$admin exec "$java" -Xmx512m --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -Dalmanac.quota.enabled=false -Dquarkus.http.port=0 -Dquarkus.management.port=0 \
    -Dquarkus.http.access-log.enabled=false ${BENCH_OPTS:-} -jar "$jar" >service.log 2>&1
) &
service=$!
for _ in $(seq 600); do
  address=$(sed -n 's/^Almanac is ready: //p' "$work/service.log" 2>/dev/null || true)
  [ -z "$address" ] || break
  sleep 0.1
done
management=$(sed -n 's/^  Health *\(http.*\)\/q\/health$/\1/p' "$work/service.log")
address=$address,$management
[ -n "$management" ] || { cat "$work/service.log" >&2; exit 1; }

program=Feeds.java
if [ "${1:-}" = views ]; then
  program=Views.java
  shift
elif [ "${1:-}" = series ]; then
  program=Series.java
  shift
  PGPORT=$(sed -n 4p "$work/data/postgres/postmaster.pid")
  PGPASSWORD=$(cat "$work/data/postgres/almanac.password")
  export PGHOST=127.0.0.1 PGPORT PGPASSWORD PGUSER=almanac PGDATABASE=almanac
fi
"$java" -Dbench.home="$here" "$here/$program" "${address//localhost/127.0.0.1}" "$admin" "$service" "${1:-1000}" "${2:-20}" "${3:-60}" "${4:-0}"
grep -E " (WARN|ERROR) " "$work/service.log" | grep -v MeterRegistry | head -n 20 || true
