#!/usr/bin/env bash
# From the commit on one node to a client of another: two nodes on the database of a third one, which does nothing else.
#
#   src/bench/nodes.sh
#
# A round writes through the first node, at a steady rate, and reads the log on streams of both. ROUNDS (3), SECONDS_EACH (30), RATE (20 a second) and
# WARM_UP (2,000 writes) change its length. All traffic stays on the loopback; everything that was started is ended, and the directory removed.
set -euo pipefail
ROUNDS=${ROUNDS:-3}
SECONDS_EACH=${SECONDS_EACH:-30}
RATE=${RATE:-20}
WARM_UP=${WARM_UP:-2000}
name=nodes
# The nodes and the reader have one clock, so that the time of a commit can be compared with that of its arrival.
settings=(-Dalmanac.quota.enabled=false -Dalmanac.clock.source=machine)
# shellcheck source=src/bench/hosted.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/hosted.sh"
# shellcheck source=deploy/find-jdk.sh
. "$home/deploy/find-jdk.sh"
java=$(find_jdk nodes javac)/bin/java

start_host
start first "${database[@]}"
start second "${database[@]}"
echo "$ROUNDS rounds of $SECONDS_EACH s at $RATE writes a second; load $(cut -d ' ' -f 1-3 /proc/loadavg)"
"$java" "$here/Nodes.java" "$(cat "$work/first.address")" "$(cat "$work/second.address")" "$ALMANAC_ADMIN_TOKEN" "$ROUNDS" "$SECONDS_EACH" "$RATE" "$WARM_UP"
