#!/usr/bin/env bash
# Measures Almanac on this machine: the packaged service on a fresh embedded database in a temporary directory.
#
#   src/bench/run.sh            requests a second, as shares of the same SQL through pgbench in the same run
#   src/bench/run.sh restart    time from the start of the jar to its first answer
#   src/bench/run.sh uploads    the heap before, during and after ten uploads of 50 MB at once
#
# ROUNDS (5) and SECONDS_EACH (6) say how long, WARM_UP (20000) after how many requests of a kind the JVM is warm. BENCH_OPTS goes to the service: BENCH_OPTS=-Dname=value. All
# traffic stays on the loopback; everything that was started is ended, and the directory removed. What is measured, and
# what it means: docs/performance.md.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../.." && pwd)
. "$home/deploy/find-jdk.sh"

ROUNDS=${ROUNDS:-5}
SECONDS_EACH=${SECONDS_EACH:-6}
WARM_UP=${WARM_UP:-20000}
CONNECTIONS=16
THREADS=2
ADMIN=bench-administrator-$RANDOM$RANDOM$RANDOM
SCOPES='["ZohoCliq.CalendarEvents.ALL","ZohoCalendar.calendar.ALL","ZohoCalendar.event.ALL"]'
FIRST=100000000001
NEAR=200000000001
FAR=200000000002
SESSION="-c plan_cache_mode=${PLAN_CACHE_MODE:-force_generic_plan} -c jit=off"
work=
service=

say() {
  printf '\n== %s\n' "$*"
}

fail() {
  echo "bench: $*" >&2
  exit 1
}

clean_up() {
  stop
  [ -z "$work" ] || rm -rf "$work"
}

# --- what it needs

check_tools() {
  local missing=() pair
  for pair in wrk:wrk pgbench:postgresql-contrib psql:postgresql-client curl:curl; do
    command -v "${pair%%:*}" >/dev/null 2>&1 || missing+=("${pair##*:}")
  done
  [ ${#missing[@]} -eq 0 ] || fail "missing; on Debian: apt-get install ${missing[*]}"
}

build() {
  JAVA_HOME=$(find_jdk bench javac)
  export JAVA_HOME
  jar=$home/target/quarkus-app/quarkus-run.jar
  if [ ! -f "$jar" ] || [ -n "$(find "$home/src/main" "$home/pom.xml" -newer "$jar" -print -quit)" ]; then
    say 'Building'
    (cd "$home" && ./mvnw -B -q -Dquick -DskipTests package)
  fi
}

# --- the service

# Starts it in the background, in a session of its own, and waits for its greeting.
start() {
  : >"$work/service.log"
  (
    cd "$work"
    export ALMANAC_ADMIN_TOKEN=$ADMIN
    # shellcheck disable=SC2086
    exec "$home/deploy/almanac" -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port=0 -Dalmanac.quota.enabled=false \
      ${BENCH_OPTS:-} >"$work/service.log" 2>&1
  ) &
  service=$!
  for _ in $(seq 1200); do
    address=$(sed -n 's/^Almanac is ready: //p' "$work/service.log")
    [ -z "$address" ] || return 0
    kill -0 "$service" 2>/dev/null || fail "the service did not start: $(tail -n 5 "$work/service.log")"
    sleep 0.1
  done
  fail 'the service did not start in two minutes'
}

stop() {
  if [ -n "$service" ]; then
    kill -TERM "$service" 2>/dev/null || true
    wait "$service" 2>/dev/null || true
    service=
  fi
}

# admin PATH BODY : a POST of the administrator
admin() {
  curl -sSf -m 60 --retry 5 -H "Authorization: Bearer $ADMIN" -H 'Content-Type: application/json' "$address/admin/$1" -d "$2"
}

# account ZUID ADDRESS : makes an account and prints a token for it
account() {
  admin accounts "{\"email\": \"$2\", \"name\": \"Account $1\", \"timezone\": \"Europe/Berlin\", \"zuid\": \"$1\"}" >/dev/null || true
  admin "accounts/$1/tokens" "{\"scopes\": $SCOPES}" | sed 's/.*"access_token":"\([^"]*\)".*/\1/'
}

connect() {
  PGPORT=$(sed -n 4p "$work/data/postgres/postmaster.pid")
  PGPASSWORD=$(cat "$work/data/postgres/almanac.password")
  export PGHOST=127.0.0.1 PGPORT PGPASSWORD PGUSER=almanac PGDATABASE=almanac
}

sql() {
  psql -qAtX -v ON_ERROR_STOP=1 "$@"
}

# --- accounts, events, and the scripts for pgbench

seed() {
  local n
  for n in $(seq 0 15); do
    echo "$(account $((FIRST + n)) "account$n@example.com") account$n@example.com"
  done >"$work/accounts"
  near_token=$(account $NEAR near@example.com)
  far_token=$(account $FAR far@example.com)
  now=$(date +%s)000
  sql -v now="$now" -v near=$NEAR -v far=$FAR -v first=$FIRST -f "$here/seed.sql"
  IFS='|' read -r calendar code < <(sql -c "select id, code from calendar where owner = $NEAR")
}

scripts() {
  "$JAVA_HOME/bin/java" -cp "$home/target/classes" "$here/Scripts.java" "$@"
}

write_scripts() {
  {
    echo "\\set id random(1000000000000000001, 1000000000000000050)"
    scripts sql GET :id :calendar :code null :zuid :address
  } >"$work/get.sql"
  scripts sql LIST :zuid :address :from :to :hidden :disabled :declined null >"$work/list.sql"
  capture
  {
    echo "\\set n random(0, 15)"
    echo "\\set calendar 500000000000000 + :n"
    echo "\\set zuid $FIRST + :n"
    echo "\\set event random(4000000000000000000, 9000000000000000000)"
    cat "$work/captured/create.sql"
  } >"$work/create.sql"
  mapfile -t create_args <"$work/captured/create.args"
}

# The statements of one POST /events, as the database has seen them.
capture() {
  local token body event entity
  token=$(head -n 1 "$work/accounts" | cut -d ' ' -f 1)
  body='{"title": "Planning 500000", "start_time": '$now', "end_time": '$((now + 1800000))', "timezone": "Europe/Berlin",
    "location": "Room 1", "attendees": ["account1@example.com", "account2@example.com"],
    "reminders": [{"type": "popup", "minutes": 10}]}'
  sql -c "alter system set log_statement = 'all'" -c 'select pg_reload_conf()' >/dev/null
  sleep 1
  curl -sSf -m 60 --retry 5 -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$address/api/v2/events" -d "$body" \
    >"$work/created"
  sql -c 'alter system reset log_statement' -c 'select pg_reload_conf()' >/dev/null
  event=$(grep -o '"id":"[^"]*"' "$work/created" | head -n 1 | cut -d '"' -f 4)
  entity=$(grep -o '"entity_id":"[^"]*"' "$work/created" | cut -d '"' -f 4)
  mkdir -p "$work/captured"
  scripts create "$work/data/postgres.log" "$work/captured" "$event=:event" "$entity=gen_random_uuid()" \
    500000000000000=:calendar $FIRST=:zuid
}

# --- measuring

# requests NAME TOKEN SECONDS PATH [SCRIPT ARGUMENT...] : requests a second
requests() {
  local name=$1 token=$2 seconds=$3 path=$4 out
  shift 4
  out=$(wrk -t $THREADS -c $CONNECTIONS -d "${seconds}s" --timeout 10s -H "Authorization: Bearer $token" ${1:+-s "$1"} "$address$path" \
    ${2:+-- "${@:2}"})
  # A JVM that is still cold may take so long that requests are turned away.
  if [ -z "${warming:-}" ] && grep -qE 'Non-2xx|Socket errors' <<<"$out"; then
    fail "$name: $out"
  fi
  sed -n 's/^Requests\/sec: *//p' <<<"$out"
}

# transactions SCRIPT SECONDS [ARGUMENT...] : transactions a second, in sessions with the settings of the service's own
transactions() {
  local script=$1 seconds=$2
  shift 2
  PGOPTIONS=$SESSION pgbench -n -M prepared -c $CONNECTIONS -j $THREADS -T "$seconds" -f "$script" "$@" 2>"$work/pgbench.err" |
    sed -n 's/^tps = \([0-9.]*\).*/\1/p'
}

measure() {
  case $1 in
    get) requests get "$near_token" "$2" / "$here/get.lua" "$near_token" 1000000000000000001 "calendar_id=$calendar" ;;
    list) requests list "$near_token" "$2" /api/v2/events ;;
    far) requests far "$far_token" "$2" /api/v2/events ;;
    create) requests create none "$2" / "$here/create.lua" "$work/accounts" ;;
    get.sql) transactions "$work/get.sql" "$2" -D calendar="$calendar" -D code="$code" -D zuid=$NEAR -D address=near@example.com ;;
    list.sql) list_sql $NEAR near@example.com "$2" ;;
    far.sql) list_sql $FAR far@example.com "$2" ;;
    create.sql) transactions "$work/create.sql" "$2" "${create_args[@]}" ;;
  esac
}

list_sql() {
  transactions "$work/list.sql" "$3" -D zuid="$1" -D address="$2" -D from="$now" -D to=$((now + 31 * 86400000)) \
    -D hidden=false -D disabled=false -D declined=false
}

# Until the JVM has compiled what is hot: that takes requests rather than time. Four minutes at most.
warm_up() {
  local sent=0 warming=yes
  for _ in $(seq 24); do
    sent=$((sent + $(measure "$1" 10 | cut -d . -f 1) * 10))
    [ "$sent" -lt "$WARM_UP" ] || break
  done
  echo "$1: $sent requests"
}

# The CPU time, in ms, that the service, its database and the ended children of this shell have used so far.
used() {
  local postmaster ticks self
  postmaster=$(head -n 1 "$work/data/postgres/postmaster.pid")
  ticks=$(
    for pid in "$service" "$postmaster" $(ps -o pid= --ppid "$postmaster"); do
      cat "/proc/$pid/stat" 2>/dev/null || true
    done | sed 's/.*) //' | awk -v postmaster="$postmaster" '{ sum += $12 + $13 } NR == 2 { sum += $14 + $15 } END { print sum }'
  )
  self=$(sed 's/.*) //' "/proc/$$/stat" | awk '{ print $14 + $15 }')
  echo $(((ticks + self) * 1000 / $(getconf CLK_TCK)))
}

# sample KIND : a line "KIND, how many a second, CPU ms for each"; the load generator is part of what it costs
sample() {
  local before after rate
  before=$(used)
  measure "$1" "$SECONDS_EACH" >"$work/rate"
  after=$(used)
  rate=$(cat "$work/rate")
  echo "$1 $rate $(awk -v ms=$((after - before)) -v rate="$rate" -v s="$SECONDS_EACH" 'BEGIN { print ms / (rate * s) }')"
}

median() {
  sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# column KIND [FIELD] : the measured values of a kind, a second or (3) CPU ms for each
column() {
  awk -v name="$1" -v field="${2:-2}" '$1 == name { print $field }' "$work/figures"
}

# ratios A B : of the two in each round
ratios() {
  paste <(column "$1") <(column "$2") | awk '{ print $1 / $2 }'
}

row() {
  local ours theirs
  ours=$(column "$2" 3 | median)
  theirs=$(column "$3" 3 | median)
  printf '%-26s %7.0f %7.0f   %.2f  (%s)   %.2f %.2f   %.2f\n' "$1" "$(column "$2" | median)" "$(column "$3" | median)" \
    "$(ratios "$2" "$3" | median)" "$(ratios "$2" "$3" | awk '{ printf (NR > 1 ? " %.2f" : "%.2f"), $1 }')" "$ours" "$theirs" \
    "$(awk -v a="$theirs" -v b="$ours" 'BEGIN { print a / b }')"
}

shares() {
  local kinds='get get.sql list list.sql create create.sql far far.sql' kind round
  say 'Accounts and events'
  start
  connect
  seed
  write_scripts
  say "Warming up, $WARM_UP requests each"
  for kind in get list create; do
    warm_up "$kind"
  done
  say "$ROUNDS rounds of $SECONDS_EACH s each; requests and transactions a second; load $(cut -d ' ' -f 1-3 /proc/loadavg)"
  : >"$work/figures"
  for round in $(seq "$ROUNDS"); do
    for kind in $kinds; do
      sample "$kind" >>"$work/figures"
    done
    tail -n 8 "$work/figures" | awk -v round="$round" 'BEGIN { printf "round %d:", round } { printf "  %s %.0f", $1, $2 } END { print "" }'
  done
  say "Medians; load $(cut -d ' ' -f 1-3 /proc/loadavg)"
  echo '                           Almanac pgbench  share  (of each round)              CPU ms for each  share'
  row 'GET /events/{id}' get get.sql
  row 'GET /events, 50 events' list list.sql
  row 'POST /events, 2 attendees' create create.sql
  printf '%-28s %10.2f   (requests a second with 100,000 events outside the window, over those without)\n' \
    'the same list, ratio' "$(ratios far list | median)"
  say 'The list among 100,000 events outside the window: explain (analyze, buffers), as the service has it planned'
  explain
}

explain() {
  {
    echo "prepare list as $(scripts sql LIST);"
    echo "execute list ($FAR, 'far@example.com', $now, $now + 2678400000, false, false, false, null) \\g /dev/null"
    echo "explain (analyze, buffers) execute list ($FAR, 'far@example.com', $now, $now + 2678400000, false, false, false, null);"
  } | PGOPTIONS=$SESSION sql
}

# --- restarts

# The time from the start to the first answer, in ms. Any answer will do: 401 comes from the API itself.
first_answer() {
  local port=$1 began pid
  began=$(date +%s%3N)
  (
    cd "$work"
    export ALMANAC_ADMIN_TOKEN=$ADMIN
    # shellcheck disable=SC2086
    exec "$home/deploy/almanac" -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port="$port" ${BENCH_OPTS:-} >"$work/service.log" 2>&1
  ) &
  service=$!
  until [ "$(curl -s -m 1 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/api/v2/calendars" || true)" = 401 ]; do
    kill -0 "$service" 2>/dev/null || fail "the service did not start: $(tail -n 5 "$work/service.log")"
    sleep 0.02
  done
  echo $(($(date +%s%3N) - began)) >>"$work/starts"
}

restart() {
  local port kind
  start
  port=${address##*:}
  stop
  for kind in 'a clean stop' 'kill -9'; do
    : >"$work/starts"
    for _ in $(seq "$ROUNDS"); do
      first_answer "$port"
      if [ "$kind" = 'kill -9' ]; then
        kill -9 "$service"
        wait "$service" 2>/dev/null || true
        service=
      else
        stop
      fi
    done
    echo "after $kind: median $(median <"$work/starts") ms from the start to the first answer  ($(paste -sd ' ' "$work/starts"))"
  done
}

# --- uploads

# Kilobytes of the heap in use; after a collection where it is asked for.
heap() {
  [ "${1:-}" != collected ] || "$JAVA_HOME/bin/jcmd" "$service" GC.run >/dev/null
  "$JAVA_HOME/bin/jcmd" "$service" GC.heap_info | sed -n 's/.* used \([0-9]*\)K.*/\1/p' | head -n 1
}

uploads() {
  local token n uploading=() before after most=0 used
  start
  token=$(account $NEAR near@example.com)
  head -c 52428800 /dev/urandom >"$work/file"
  upload "$token" 0
  before=$(heap collected)
  for n in $(seq 10); do
    upload "$token" "$n" &
    uploading+=($!)
  done
  while kill -0 "${uploading[@]}" 2>/dev/null; do
    used=$(heap)
    [ "$used" -le "$most" ] || most=$used
    sleep 0.1
  done
  wait "${uploading[@]}"
  after=$(heap collected)
  [ "$(cat "$work"/status.* | sort -u)" = 200 ] || fail "not every upload was kept: $(cat "$work"/status.*)"
  echo "heap in use: $((before / 1024)) MB before, at most $((most / 1024)) MB during ten uploads of 50 MB at once (collections left to" \
    "the JVM), $((after / 1024)) MB after"
}

upload() {
  curl -s -m 120 -o /dev/null -w '%{http_code}\n' -H "Authorization: Bearer $1" -F "files=@$work/file;type=application/octet-stream" \
    "$address/api/v2/events/attachments" >"$work/status.$2"
}

# ---

check_tools
build
work=$(mktemp -d -t almanac-bench.XXXXXX)
trap clean_up EXIT
trap 'exit 130' INT TERM
case ${1:-shares} in
  shares) shares ;;
  restart) restart ;;
  uploads) uploads ;;
  *) fail "shares, restart or uploads, not $1" ;;
esac
