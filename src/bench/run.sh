#!/usr/bin/env bash
# Measures Almanac on this machine: the packaged service on a fresh embedded database in a temporary directory.
#
#   src/bench/run.sh            requests a second, as shares of the least SQL that stores and returns the same facts, and of
#                               the service's own statements, through pgbench in the same rounds
#   src/bench/run.sh restart    time from the start of the jar to its first answer
#   src/bench/run.sh uploads    the heap before, during and after ten uploads of 50 MB at once
#   src/bench/run.sh views      VIEWS (1000) live views of 240 events each, until the last is ready
#   src/bench/run.sh search     searches a second over EVENTS (10000) events that find none, and that find ten
#   src/bench/run.sh writers    64 writers into one calendar beside 64 writers into 64 calendars
#   src/bench/run.sh long       a list of EVENTS (10000) events: time to the first byte and to the end
#   src/bench/run.sh profile    get, list and create in turn under the JDK's flight recorder: the frames with the largest shares
#
# ROUNDS (5) and SECONDS_EACH (6) say how long, WARM_UP (20000) after how many requests of a kind the JVM is warm. BENCH_OPTS
# goes to the service: BENCH_OPTS=-Dname=value. All traffic stays on the loopback; everything that was started is ended, and
# the directory removed. What is measured, and what it means: docs/performance.md.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../.." && pwd)
# shellcheck source=deploy/find-jdk.sh
. "$home/deploy/find-jdk.sh"

ROUNDS=${ROUNDS:-5}
SECONDS_EACH=${SECONDS_EACH:-6}
WARM_UP=${WARM_UP:-20000}
VIEWS=${VIEWS:-1000}
EVENTS=${EVENTS:-10000}
CONNECTIONS=16
THREADS=2
ADMIN=bench-administrator-$RANDOM$RANDOM$RANDOM
SCOPES='["ZohoCliq.CalendarEvents.ALL","ZohoCalendar.calendar.ALL","ZohoCalendar.event.ALL"]'
FIRST=100000000001
NEAR=200000000001
FAR=200000000002
# Where a list begins, and how many events of it the service reads first.
FIRST_POSITION=-9223372036854775808
SHORT=501
export ALMANAC_ADMIN_TOKEN=$ADMIN
# The cache of classes would be made beside what is measured, and after it.
export ALMANAC_PREPARE=no
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
    # shellcheck disable=SC2086
    exec "$home/deploy/almanac" -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port=0 -Dquarkus.management.port=0 -Dalmanac.quota.enabled=false \
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
  model "$near_token"
  model "$far_token"
  sql -v now="$now" -v near=$NEAR -v far=$FAR -v first=$FIRST -f "$here/seed.sql"
  sql -c 'create database least'
  sql -d least -v now="$now" -v near=$NEAR -v far=$FAR -v first=$FIRST -f "$here/least.sql"
  IFS='|' read -r calendar code < <(sql -c "select id, code from calendar where owner = $NEAR")
  check_seed
}

# What is measured has to be there, and the same on both sides.
check_seed() {
  local token count
  for token in "$near_token" "$far_token"; do
    count=$(curl -sSf -m 60 -H "Authorization: Bearer $token" "$address/api/v2/events" | grep -o '"entity_id":' | wc -l)
    [ "$count" -eq 50 ] || fail "a list has $count events, not 50"
  done
  count=$(sql -d least -c "select count(*) from event where owner = $NEAR and starts_at < $now + 31 * 86400000::bigint
    and ends_at > $now")
  [ "$count" -eq 50 ] || fail "the least list has $count events, not 50"
}

# model TOKEN : makes an event; the answer is in created
model() {
  local body
  body='{"title": "Planning 500000", "start_time": '$now', "end_time": '$((now + 1800000))', "timezone": "Europe/Berlin",
    "location": "Room 1", "attendees": ["account1@example.com", "account2@example.com"],
    "reminders": [{"type": "popup", "minutes": 10}]}'
  curl -sSf -m 60 --retry 5 -H "Authorization: Bearer $1" -H 'Content-Type: application/json' "$address/api/v2/events" \
    -d "$body" >"$work/created"
}

scripts() {
  "$JAVA_HOME/bin/java" -cp "$home/target/classes" "$here/Scripts.java" "$@"
}

write_scripts() {
  {
    echo "\\set id random(1000000000000000001, 1000000000000000050)"
    scripts sql GET :id :calendar :code null :zuid :address
  } >"$work/get.sql"
  scripts sql PAGE :zuid :address :from :to :hidden :disabled :declined "'{}'" "'{}'" "'{}'" "$FIRST_POSITION" "''" "$FIRST_POSITION" \
    "$SHORT" >"$work/list.sql"
  capture
  {
    echo "\\set n random(0, 15)"
    echo "\\set calendar 500000000000000 + :n"
    echo "\\set zuid $FIRST + :n"
    echo "\\set event random(4000000000000000000, 9000000000000000000)"
    echo "\\set start $now + random(1, 44640) * 60000"
    echo "\\set end :start + 1800000"
    cat "$work/captured/create.sql"
  } >"$work/create.sql"
  mapfile -t create_args <"$work/captured/create.args"
  check_create
}

# The statement of one POST /events, as the database has seen it.
capture() {
  local event
  sql -c "alter system set log_statement = 'all'" -c 'select pg_reload_conf()' >/dev/null
  sleep 1
  model "$(head -n 1 "$work/accounts" | cut -d ' ' -f 1)"
  sql -c 'alter system reset log_statement' -c 'select pg_reload_conf()' >/dev/null
  event=$(grep -o '"id":"[^"]*"' "$work/created" | head -n 1 | cut -d '"' -f 4)
  mkdir -p "$work/captured"
  scripts create "$work/data/postgres.log" "$work/captured" "$event=:event" 500000000000000=:calendar $FIRST=:zuid \
    "$now=:start" "$((now + 1800000))=:end"
}

# What the service's function refuses is answered by 0 and costs next to nothing.
check_create() {
  local before after
  before=$(sql -c 'select count(*) from event')
  PGOPTIONS=$SESSION pgbench -n -M prepared -c 1 -t 20 -f "$work/create.sql" "${create_args[@]}" >"$work/pgbench.out" 2>&1 ||
    fail "the create does not run: $(cat "$work/pgbench.out")"
  after=$(sql -c 'select count(*) from event')
  [ $((after - before)) -eq 20 ] || fail "of 20 creates through pgbench $((after - before)) were stored"
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
    get.least) least get "$2" ;;
    list.least) least list "$2" ;;
    create.least) least create "$2" ;;
    create.sql) transactions "$work/create.sql" "$2" "${create_args[@]}" ;;
  esac
}

# least NAME SECONDS : one of the least statements, in the database of their own
least() {
  PGDATABASE=least transactions "$here/least/$1.sql" "$2" -D zuid=$NEAR -D from="$now" -D to=$((now + 31 * 86400000))
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

# ticks PID : the CPU time, in ticks, of a process and its descendants, those included that have ended
ticks() {
  local root=$1
  ps -eo pid=,ppid= | awk -v root="$root" '{ parent[$1] = $2 } END {
    for (p in parent) { for (q = p; q && q != root; q = parent[q]); if (q == root) print p }
  }' | while read -r pid; do
    cat "/proc/$pid/stat" 2>/dev/null || true
  done | sed 's/.*) //' | awk '{ sum += $12 + $13 + $14 + $15 } END { print sum + 0 }'
}

# used : the CPU time, in ms, of the service and of its database so far
used() {
  local all database postmaster hertz
  hertz=$(getconf CLK_TCK)
  postmaster=$(head -n 1 "$work/data/postgres/postmaster.pid")
  all=$(ticks "$service")
  database=$(ticks "$postmaster")
  if [ "$(ps -o ppid= -p "$postmaster" | tr -d ' ')" = "$service" ]; then
    all=$((all - database))
  fi
  echo $((all * 1000 / hertz)) $((database * 1000 / hertz))
}

# sample KIND : a line "KIND, how many a second, CPU seconds for 1,000 of the service, and of PostgreSQL"
sample() {
  local before after rate
  before=$(used)
  measure "$1" "$SECONDS_EACH" >"$work/rate"
  after=$(used)
  rate=$(cat "$work/rate")
  echo "$before $after" | awk -v kind="$1" -v rate="$rate" -v s="$SECONDS_EACH" \
    '{ n = rate * s; printf "%s %s %.3f %.3f\n", kind, rate, ($3 - $1) / n, ($4 - $2) / n }'
}

median() {
  sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# column KIND [FIELD] : the measured values of a kind: how many a second; CPU of the service (3), of PostgreSQL (4)
column() {
  awk -v name="$1" -v field="${2:-2}" '$1 == name { print $field }' "$work/figures"
}

# ratios A B : of the two in each round
ratios() {
  paste <(column "$1") <(column "$2") | awk '{ print $1 / $2 }'
}

# share A B : of the two, the median and each round
share() {
  printf '%.2f (%s)' "$(ratios "$1" "$2" | median)" "$(ratios "$1" "$2" | awk '{ printf (NR > 1 ? " %.2f" : "%.2f"), $1 }')"
}

# row TITLE KIND
row() {
  printf '%-26s %8.0f %8.0f %8.0f   %s   %s\n' "$1" "$(column "$2" | median)" "$(column "$2.least" | median)" \
    "$(column "$2.sql" | median)" "$(share "$2" "$2.least")" "$(share "$2" "$2.sql")"
}

cpu_row() {
  printf '%-26s %8.2f %8.2f   %8.2f %8.2f\n' "$1" "$(column "$2" 3 | median)" "$(column "$2" 4 | median)" \
    "$(column "$2.least" 4 | median)" "$(column "$2.sql" 4 | median)"
}

shares() {
  local kinds='get get.least get.sql list list.least list.sql create create.least create.sql far far.sql' kind round
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
    tail -n 11 "$work/figures" | awk -v round="$round" 'BEGIN { printf "round %d:", round } { printf "  %s %.0f", $1, $2 } END { print "" }'
  done
  say "Medians, a second; load $(cut -d ' ' -f 1-3 /proc/loadavg)"
  echo '                            Almanac    least      own   of the least SQL, each round   of its own statements, each round'
  row 'GET /events/{id}' get
  row 'GET /events, 50 events' list
  row 'POST /events, 2 attendees' create
  say 'CPU seconds for 1,000: the service, PostgreSQL under it; PostgreSQL under the least SQL, under its own statements'
  cpu_row 'GET /events/{id}' get
  cpu_row 'GET /events, 50 events' list
  cpu_row 'POST /events, 2 attendees' create
  printf '%-28s %10.2f   (requests a second with 100,000 events outside the window, over those without)\n' \
    'the same list, ratio' "$(ratios far list | median)"
  say 'The list among 100,000 events outside the window: explain (analyze, buffers), as the service has it planned'
  explain
}

explain() {
  local values="$FAR, 'far@example.com', $now, $now + 2678400000, false, false, false, $FIRST_POSITION, '', $SHORT"
  {
    echo "prepare list as $(scripts sql PAGE);"
    echo "execute list ($values) \\g /dev/null"
    echo "explain (analyze, buffers) execute list ($values);"
  } | PGOPTIONS=$SESSION sql
}

# --- restarts

# The time from the start to the first answer, in ms. Any answer will do: 401 comes from the API itself.
first_answer() {
  local port=$1 began pid
  began=$(date +%s%3N)
  (
    cd "$work"
    # shellcheck disable=SC2086
    exec "$home/deploy/almanac" -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port="$port" -Dquarkus.management.port=0 ${BENCH_OPTS:-} >"$work/service.log" 2>&1
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

# --- many of a kind

# scale COMMAND ARGUMENT... : what Scale.java measures, on a service of its own
scale() {
  ulimit -n "$(ulimit -Hn)"
  start
  "$JAVA_HOME/bin/java" "$here/Scale.java" "$address" "$ADMIN" "$service" "$@"
}

# --- where the time goes

profile() {
  local kind
  start
  connect
  seed
  for kind in get list create; do
    warm_up "$kind"
    "$JAVA_HOME/bin/jcmd" "$service" JFR.start name="$kind" settings=profile filename="$work/$kind.jfr" >/dev/null
    echo "$kind: $(measure "$kind" $((SECONDS_EACH * ROUNDS))) requests a second while it is recorded"
    "$JAVA_HOME/bin/jcmd" "$service" JFR.stop name="$kind" >/dev/null
    "$JAVA_HOME/bin/java" "$here/Frames.java" "$work/$kind.jfr"
  done
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
  views) scale views "$VIEWS" ;;
  search) scale search "$EVENTS" "$SECONDS_EACH" ;;
  writers) scale writers "$SECONDS_EACH" "$ROUNDS" ;;
  long) scale long "$EVENTS" "$ROUNDS" ;;
  profile) profile ;;
  *) fail "shares, restart, uploads, views, search, writers, long or profile, not $1" ;;
esac
