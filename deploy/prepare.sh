#!/bin/sh
# Makes the JVM's ahead-of-time cache (JEP 483, 514, 515), with which a start takes a third of the time:
#
#   deploy/prepare.sh JAVA JAR CACHE
#
# Runs the service once on a database of its own, which is thrown away, makes the calls that are made most, and lets the
# JVM write down which classes it has loaded and which methods were busy.
set -eu
java=$1 jar=$2 cache=$3
umask 077
work=$(mktemp -d "${TMPDIR:-/tmp}/almanac-prepare.XXXXXX")
service=
cleanup() {
  [ -z "$service" ] || kill -9 "$service" 2>/dev/null || true
  rm -rf "$work" "$cache.$$"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

ALMANAC_ADMIN_TOKEN=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
export ALMANAC_ADMIN_TOKEN
"$java" -XX:AOTCacheOutput="$cache.$$" -Xmx512m -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dalmanac.data="$work/data" -Dalmanac.quota.enabled=false -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port=0 \
  -Dquarkus.management.host=127.0.0.1 -Dquarkus.management.port=0 \
  -jar "$jar" >"$work/log" 2>&1 &
service=$!

address=
for _ in $(seq 3000); do
  address=$(sed -n 's/.*Listening on: \(http:[^ ]*[0-9]\).*/\1/p' "$work/log" | tail -n 1)
  [ -z "$address" ] || break
  kill -0 "$service" 2>/dev/null || break
  sleep 0.2
done
if [ -z "$address" ]; then
  echo "prepare: the service did not start: $(tail -n 3 "$work/log")" >&2
  exit 1
fi

management=$(sed -n 's/.*Management interface listening on \(http:[^ ]*[0-9]\).*/\1/p' "$work/log" | tail -n 1)

# ask TOKEN PATH [curl's options]... ; secrets go through the standard input, not the list of processes
ask() {
  token=$1 path=$2
  shift 2
  printf 'header = "Authorization: Bearer %s"\n' "$token" | curl -s -m 10 -K - -H 'Content-Type: application/json' "$@" "$address$path" || true
}
value() {
  grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4
}

if command -v curl >/dev/null 2>&1; then
  zuid=$(ask "$ALMANAC_ADMIN_TOKEN" /admin/accounts -d '{"email":"a@example.com","name":"A","timezone":"UTC"}' | value zuid)
  token=$(ask "$ALMANAC_ADMIN_TOKEN" "/admin/accounts/$zuid/tokens" \
    -d '{"scopes":["ZohoCliq.CalendarEvents.ALL","ZohoCalendar.calendar.ALL","ZohoCalendar.event.ALL"]}' | value access_token)
  start=$(($(date +%s) * 1000))
  ask "$token" /api/v2/changes -m 6 -N -H 'Accept: text/event-stream' >/dev/null &
  ask "$token" /api/v2/events -m 6 -N -H 'Accept: text/event-stream' >/dev/null &
  for round in $(seq 40); do
    made=$(ask "$token" /api/v2/events \
      -d "{\"title\":\"Event $round\",\"start_time\":$((start + round * 60000)),\"end_time\":$((start + round * 120000)),\"timezone\":\"UTC\",\"attendees\":[\"b@example.com\"]}")
    id=$(printf %s "$made" | value id)
    calendar=$(printf %s "$made" | value calendar_id)
    ask "$token" /api/v2/events >/dev/null
    ask "$token" "/api/v2/events/$id?calendar_id=$calendar" >/dev/null
    ask "$token" /api/v2/calendars >/dev/null
  done
  ask "$token" / >/dev/null
  curl -s -m 10 "$management/q/health/ready" >/dev/null || true
fi

kill "$service"
wait "$service" || true
service=
if [ ! -f "$cache.$$" ]; then
  echo "prepare: the JVM wrote no cache: $(tail -n 3 "$work/log")" >&2
  exit 1
fi
chmod 644 "$cache.$$"
mv "$cache.$$" "$cache"
echo "Later starts use $cache" >&2
