# Nodes on the database of one more process, the host, which serves nothing else. A script sources this after it has set
# `name`, what its messages begin with, and `settings`, the settings of each node. Everything that it starts is ended with
# it, and its directory `work` removed. `here` is its own directory, `home` that of the project.
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../.." && pwd)
export ALMANAC_ADMIN_TOKEN=bench-administrator-$RANDOM$RANDOM$RANDOM
export ALMANAC_PREPARE=no
work=$(mktemp -d -t "almanac-$name.XXXXXX")
processes=()
trap clean_up EXIT

clean_up() {
  [ ${#processes[@]} -eq 0 ] || kill -TERM "${processes[@]}" 2>/dev/null || true
  wait || true
  rm -rf "$work"
}

fail() {
  echo "$name: $*" >&2
  exit 1
}

# start NODE SETTING... : a node; its address is in $work/NODE.address
start() {
  local node=$1 pid
  shift
  mkdir -p "$work/$node"
  (
    cd "$work/$node"
    exec "$home/deploy/almanac" -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port=0 -Dquarkus.management.port=0 \
      "${settings[@]}" "$@" >"$work/$node.log" 2>&1
  ) &
  pid=$!
  processes+=("$pid")
  for _ in $(seq 1200); do
    sed -n 's/^Almanac is ready: //p' "$work/$node.log" >"$work/$node.address"
    [ ! -s "$work/$node.address" ] || return 0
    kill -0 "$pid" 2>/dev/null || fail "$node did not start: $(tail -n 5 "$work/$node.log")"
    sleep 0.1
  done
  fail "$node did not start in two minutes"
}

# Starts the host; the settings that lead other nodes to its database are in `database`.
start_host() {
  start host
  database=(-Dalmanac.database.url="postgresql://127.0.0.1:$(sed -n 4p "$work/host/data/postgres/postmaster.pid")/almanac"
    -Dalmanac.database.user=almanac -Dalmanac.database.password="$(cat "$work/host/data/postgres/almanac.password")")
}
