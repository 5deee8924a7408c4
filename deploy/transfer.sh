#!/bin/sh
# Takes an iCalendar file into a calendar of a running Almanac, or saves a calendar as one; see deploy/almanac.
#
#   transfer.sh import FILE CALENDAR [dry-run]
#   transfer.sh export FILE CALENDAR
#
# ALMANAC_TOKEN is an access token of an account that may write, or see, the calendar; ALMANAC_URL is the service,
# http://localhost:8080 if it is not set. CALENDAR is the id, the calendar_id or the uid of the calendar.
set -eu

fail() {
  echo "almanac: $*" >&2
  exit 1
}

usage() {
  sed -n '4,8{s/^# \{0,1\}//;p;}' "$0" >&2
  exit 2
}

deed=${1:-}
file=${2:-}
calendar=${3:-}
trial=false
[ -n "$calendar" ] || usage
case $deed:${4:-} in
  import:) ;;
  import:dry-run) trial=true ;;
  export:) ;;
  *) usage ;;
esac
[ -n "${ALMANAC_TOKEN:-}" ] || fail 'ALMANAC_TOKEN is not set: an access token of the account'
command -v curl >/dev/null 2>&1 || fail 'curl is missing'
# A calendar_id is base64, which may have characters that a path does not.
calendar=$(printf '%s' "$calendar" | sed 's/+/-/g;s,/,_,g;s/=*$//')
address=${ALMANAC_URL:-http://localhost:8080}/api/v2/calendars/$calendar

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# ask ARGUMENT... : curl with the token, which no list of processes shows; prints the status, and leaves the body in $answer.
ask() {
  printf 'header = "Authorization: Bearer %s"\n' "$ALMANAC_TOKEN" |
    curl -sS -K - -o "$answer" -w '%{http_code}' "$@" || fail "the service at ${ALMANAC_URL:-http://localhost:8080} cannot be reached"
}

case $deed in
  import)
    [ -r "$file" ] || fail "$file cannot be read"
    status=$(ask -H 'Content-Type: text/calendar' --data-binary "@$file" "$address/import?dry_run=$trial")
    ;;
  export)
    status=$(ask -H 'Accept: text/calendar' "$address/export")
    ;;
esac
if [ "$status" != 200 ]; then
  fail "refused with $status: $(cat "$answer")"
elif [ "$deed" = export ]; then
  cp "$answer" "$file"
  echo "Saved to $file; events and exceptions: $(grep -c '^BEGIN:VEVENT' "$file" || true)"
else
  # One skipped event a line, after the counts.
  sed 's/},{"uid"/},\n{"uid"/g;s/"skipped":\[{/"skipped":[\n{/' "$answer"
  echo
fi
