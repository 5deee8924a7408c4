#!/usr/bin/env bash
# From the commit on one node to a client of another: two nodes on the database of a third one, which does nothing else.
#
#   src/bench/nodes.sh
#
# A round writes through the first node, at a steady rate, and reads the log on streams of both. ROUNDS (3), SECONDS_EACH (30), RATE (20 a second) and
# WARM_UP (2,000 writes) change its length. All traffic stays on the loopback; everything that was started is ended, and the directory removed.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../.." && pwd)
# shellcheck source=deploy/find-jdk.sh
. "$home/deploy/find-jdk.sh"
java=$(find_jdk nodes javac)/bin/java
ROUNDS=${ROUNDS:-3}
SECONDS_EACH=${SECONDS_EACH:-30}
RATE=${RATE:-20}
WARM_UP=${WARM_UP:-2000}
export ALMANAC_ADMIN_TOKEN=bench-administrator-$RANDOM$RANDOM$RANDOM
export ALMANAC_PREPARE=no
work=$(mktemp -d -t almanac-nodes.XXXXXX)
processes=()
trap clean_up EXIT

clean_up() {
  [ ${#processes[@]} -eq 0 ] || kill -TERM "${processes[@]}" 2>/dev/null || true
  wait || true
  rm -rf "$work"
}

fail() {
  echo "nodes: $*" >&2
  exit 1
}

# start NAME SETTING... : a node; its address is in $work/NAME.address
start() {
  local name=$1 pid
  shift
  mkdir -p "$work/$name"
  # The nodes and the reader have one clock, so that the time of a commit can be compared with that of its arrival.
  (
    cd "$work/$name"
    exec "$home/deploy/almanac" -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port=0 -Dquarkus.management.port=0 \
      -Dalmanac.quota.enabled=false -Dalmanac.clock.source=machine "$@" >"$work/$name.log" 2>&1
  ) &
  pid=$!
  processes+=("$pid")
  for _ in $(seq 1200); do
    sed -n 's/^Almanac is ready: //p' "$work/$name.log" >"$work/$name.address"
    [ ! -s "$work/$name.address" ] || return 0
    kill -0 "$pid" 2>/dev/null || fail "$name did not start: $(tail -n 5 "$work/$name.log")"
    sleep 0.1
  done
  fail "$name did not start in two minutes"
}

start host
database=(-Dalmanac.database.url="postgresql://127.0.0.1:$(sed -n 4p "$work/host/data/postgres/postmaster.pid")/almanac" -Dalmanac.database.user=almanac
  -Dalmanac.database.password="$(cat "$work/host/data/postgres/almanac.password")")
start first "${database[@]}"
start second "${database[@]}"
echo "$ROUNDS rounds of $SECONDS_EACH s at $RATE writes a second; load $(cut -d ' ' -f 1-3 /proc/loadavg)"
"$java" "$here/Nodes.java" "$(cat "$work/first.address")" "$(cat "$work/second.address")" "$ALMANAC_ADMIN_TOKEN" "$ROUNDS" "$SECONDS_EACH" "$RATE" "$WARM_UP"
