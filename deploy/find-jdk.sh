# Sourced by mvnw and by deploy/almanac: find_jdk WHO TOOL prints the home of a JDK (or JRE) new enough.
# JAVA_HOME comes first, then PATH, then the usual places; the machine's default java may be an older one.
JDK_MIN=25

java_major() {
  "$1" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1
}

java_fits() {
  [ -x "$1/bin/$2" ] && [ -x "$1/bin/java" ] || return 1
  found=$(java_major "$1/bin/java")
  [ -n "$found" ] && [ "$found" -ge "$JDK_MIN" ]
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && java_fits "$JAVA_HOME" "$2"; then
    printf %s "$JAVA_HOME"
    return
  fi
  if on_path=$(command -v "$2" 2>/dev/null); then
    on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    if java_fits "$on_path" "$2"; then
      printf %s "$on_path"
      return
    fi
  fi
  for candidate in /usr/lib/jvm/* /opt/jdk* /opt/java/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
    if java_fits "$candidate" "$2"; then
      printf %s "$candidate"
      return
    fi
  done
  echo "$1: no JDK $JDK_MIN or newer was found; install one or point JAVA_HOME at it" >&2
  return 1
}
