#!/usr/bin/env bash
# Measures what counting requests costs: GET /events/{id} of 200 accounts on three nodes of one database, which differ in
# almanac.quota.store alone: memory, database and redis.
#
#   src/bench/quota.sh
#
# A fourth process holds the embedded database and serves nothing. The nodes are loaded in turn, ROUNDS (5) times for
# SECONDS_EACH (6) after a warm-up of WARM_UP (30) seconds each. Needs wrk, curl and redis-server. All traffic stays on the
# loopback; everything that was started is ended, and the directory removed.
set -euo pipefail
ROUNDS=${ROUNDS:-5}
SECONDS_EACH=${SECONDS_EACH:-6}
WARM_UP=${WARM_UP:-30}
ACCOUNTS=${ACCOUNTS:-200}
STORES='memory database redis'
SCOPES='["ZohoCliq.CalendarEvents.ALL","ZohoCalendar.calendar.ALL","ZohoCalendar.event.ALL"]'
name=quota
settings=(-Dalmanac.quota.limit=1000 -Dalmanac.quota.window=1s)
# shellcheck source=src/bench/hosted.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/hosted.sh"

ask() {
  curl -sSf -m 60 --retry 5 -H "Authorization: Bearer $1" -H 'Content-Type: application/json' "$(cat "$work/host.address")$2" -d "$3"
}

value() {
  grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4
}

# A line "token path" for each account, whose own event it is.
seed() {
  local zuid token made now
  now=$(date +%s)000
  for n in $(seq "$ACCOUNTS"); do
    zuid=$(ask "$ALMANAC_ADMIN_TOKEN" /admin/accounts "{\"email\": \"q$n@example.com\", \"name\": \"Q $n\", \"timezone\": \"UTC\"}" | value zuid)
    token=$(ask "$ALMANAC_ADMIN_TOKEN" "/admin/accounts/$zuid/tokens" "{\"scopes\": $SCOPES}" | value access_token)
    made=$(ask "$token" /api/v2/events "{\"title\": \"Own\", \"start_time\": $now, \"end_time\": $((now + 1800000)), \"timezone\": \"UTC\"}")
    echo "$token /api/v2/events/$(value id <<<"$made")?calendar_id=$(value calendar_id <<<"$made")"
  done >"$work/accounts"
}

# load STORE SECONDS : a line "STORE, requests a second, median in ms"
load() {
  local out
  out=$(wrk -t 2 -c 16 -d "${2}s" --timeout 10s --latency -s "$here/mine.lua" "$(cat "$work/$1.address")" -- "$work/accounts")
  ! grep -qE 'Non-2xx|Socket errors' <<<"$out" || [ -n "${warming:-}" ] || fail "$1: $out"
  awk -v store="$1" '/Requests\/sec/ { rate = $2 } $1 == "50%" { half = $2; if (half ~ /us$/) half /= 1000 } END { print store, rate, half + 0 }' <<<"$out"
}

median() {
  sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

column() {
  awk -v store="$1" -v field="$2" '$1 == store { print $field }' "$work/figures"
}

port=$(("$RANDOM" % 20000 + 30000))
redis-server --port "$port" --bind 127.0.0.1 --save '' --dir "$work" >"$work/redis.log" 2>&1 &
processes+=($!)
start_host
for store in $STORES; do
  start "$store" "${database[@]}" -Dalmanac.quota.store="$store" -Dalmanac.quota.redis.url="redis://127.0.0.1:$port"
done
seed
for store in $STORES; do
  warming=yes load "$store" "$WARM_UP" >/dev/null
done
echo "$ROUNDS rounds of $SECONDS_EACH s; load $(cut -d ' ' -f 1-3 /proc/loadavg)"
for _ in $(seq "$ROUNDS"); do
  for store in $STORES; do
    load "$store" "$SECONDS_EACH" | tee -a "$work/figures"
  done
done
echo 'medians: requests a second, share of memory in each round, median latency in ms'
for store in $STORES; do
  shares=$(paste <(column "$store" 2) <(column memory 2) | awk '{ printf "%.2f\n", $1 / $2 }')
  printf '%-9s %8.0f   %s (%s)   %.2f\n' "$store" "$(column "$store" 2 | median)" "$(median <<<"$shares")" "$(paste -sd ' ' - <<<"$shares")" \
    "$(column "$store" 3 | median)"
done
