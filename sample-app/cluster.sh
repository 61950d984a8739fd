#!/usr/bin/env bash
# Runs the sample as a cluster of real processes on the loopback interface.
#
#   cluster.sh start [n]    start n nodes (default 3, or those there are) and wait for a leader
#   cluster.sh stop         SIGTERM to all, SIGKILL to what still runs after 20 s
#   cluster.sh status       a line per node, from /actuator/raft
#   cluster.sh kill N       SIGKILL to node N
#   cluster.sh restart N    start node N again with its data and ports (SIGTERM first if it runs)
#   cluster.sh join N       start a further node, which joins the running cluster, and wait until it votes
#   cluster.sh remove N     take node N out of the cluster, stop it and delete its data; the leader, too, and dead nodes
#
# N is 4 or n4. Everything is kept under target/cluster/nN: pid, ports, data, node.log. "start" goes on with data it
# finds there, unless n differs. Another directory: CLUSTER_DIR=path. More settings for all nodes:
#   CLUSTER_ARGS="--raft.election-timeout=300ms --sample.store=memory" cluster.sh start
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
state=${CLUSTER_DIR:-$here/target/cluster}
jar=$here/target/sample-app.jar
built=$jar.original # the jar itself carries a fixed time
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jvm_options=(-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1)

fail() { echo "$*" >&2; exit 1; }

need() { command -v "$1" >/dev/null || fail "$1 is needed and was not found${2:+: $2}"; }

# The numbers of the nodes that were set up, in order.
numbers() {
  local directory
  for directory in "$state"/n*/; do
    if [ -f "${directory}ports" ]; then basename "$directory" | tr -d n; fi
  done | sort -n
}

# The number in N or nN.
number() { echo "${1#n}"; }

node_directory() {
  [[ ${1:-} =~ ^[0-9]+$ ]] && [ -f "$state/n$1/ports" ] || fail "No node '${1:-}'. Nodes: $(numbers | xargs)"
  echo "$state/n$1"
}

command_line() { # pid
  if [ -r "/proc/$1/cmdline" ]; then tr '\0' ' ' <"/proc/$1/cmdline"; else ps -ww -o args= -p "$1" 2>/dev/null; fi
}

# Whether node N runs: its pid is alive and still is the process that was started here.
running() {
  local pid
  pid=$(cat "$state/n$1/pid" 2>/dev/null) && [ -n "$pid" ] || return 1
  command_line "$pid" | grep -Fq -- "--raft.data-dir=$state/n$1/data"
}

any_running() {
  local n
  for n in $(numbers); do running "$n" && return; done
  return 1
}

# A free port below those that the system gives to outgoing connections.
free_port() {
  local port attempt
  for attempt in {1..200}; do
    port=$((12000 + RANDOM % 20000))
    if [[ " ${taken_ports:-} " != *" $port "* ]] && ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  fail "No free port between 12000 and 32000"
}

build() {
  if [ ! -f "$jar" ] || [ ! -f "$built" ] || [ -n "$(find "$here"/.. -path '*/target' -prune -o \( -path '*/src/main/*' -o -name pom.xml \) -newer "$built" -type f -print -quit)" ]; then
    need mvn
    echo "Building $jar"
    (cd "$here/.." && mvn -q -DskipTests package -pl sample-app -am)
  fi
}

launch() {
  local n=$1 directory=$state/n$1 http_port raft_port
  local -a cluster
  read -r http_port raft_port <"$directory/ports"
  if [ -f "$directory/join" ]; then
    cluster=(--raft.join=true "--raft.peers=$(cat "$directory/join")" "--raft.bind=127.0.0.1:$raft_port")
  else
    cluster=("--raft.peers=$(cat "$state/peers")")
  fi
  # shellcheck disable=SC2086 # several settings in one variable
  nohup "$java" "${jvm_options[@]}" -jar "$jar" \
    --server.address=127.0.0.1 "--server.port=$http_port" \
    "--raft.node-id=n$n" "${cluster[@]}" "--raft.data-dir=$directory/data" \
    ${CLUSTER_ARGS:-} >>"$directory/node.log" 2>&1 </dev/null &
  echo $! >"$directory/pid"
}

raft_of() { # http_port
  curl -s --max-time 2 "http://127.0.0.1:$1/actuator/raft" || true
}

# The first value of a name in JSON; nothing if it is absent or null.
field() { # name, JSON on stdin
  grep -o "\"$1\":\(\"[^\"]*\"\|[0-9.-]\+\|true\|false\)" | head -n 1 | sed 's/^[^:]*://; s/"//g'
}

http_port_of() { cut -d ' ' -f 1 "$state/n$1/ports"; }

# The leader that node N knows.
leader_of() { raft_of "$(http_port_of "$1")" | field leader || true; }

# The living leader that all living nodes know.
agreed_leader() {
  local n leader='' seen
  for n in $(numbers); do
    running "$n" || continue
    seen=$(leader_of "$n")
    [ -n "$seen" ] && [ "${leader:=$seen}" = "$seen" ] || return 1
  done
  [ -n "$leader" ] && running "${leader#n}" && echo "$leader"
}

wait_for_leader() {
  local deadline=$((SECONDS + 60)) n
  until agreed_leader >/dev/null; do
    for n in "$@"; do
      running "$n" || fail "Node n$n has ended (others may run: cluster.sh stop); the last lines of $state/n$n/node.log:
$(tail -n 15 "$state/n$n/node.log")"
    done
    [ $SECONDS -lt $deadline ] || fail "No leader after 60 s (the nodes still run: cluster.sh stop); see $state/n*/node.log"
    sleep 0.2
  done
}

# Removes a cluster of another size, and nothing but that: the directory may be anybody's.
remove_old() {
  local entry
  for entry in "$state"/*; do
    [ -e "$entry" ] || continue
    case ${entry##*/} in
      peers | n[1-9]) ;;
      *) fail "$state holds other things than a cluster: $entry" ;;
    esac
  done
  [ -z "$(numbers)" ] || echo "Removing the cluster of $(numbers | wc -l) nodes in $state"
  rm -rf "$state"/n[1-9] "$state/peers"
}

start() {
  local size=${1:-$(numbers | wc -l)} n http_port raft_port peers='' taken_ports=''
  [ -n "${1:-}" ] || [ "$size" -gt 0 ] || size=3
  [[ $size =~ ^[1-9]$ ]] || fail "A cluster has 1 to 9 nodes, not '$size'"
  need curl
  need "$java" "install a JDK 17 or later, or set JAVA_HOME"
  ! any_running || fail "Nodes of the cluster run already: cluster.sh status, restart N, or stop"
  build
  if [ "$(numbers | wc -l)" -ne "$size" ]; then
    remove_old
    for n in $(seq "$size"); do
      mkdir -p "$state/n$n"
      http_port=$(free_port) && taken_ports+=" $http_port"
      raft_port=$(free_port) && taken_ports+=" $raft_port"
      echo "$http_port $raft_port" >"$state/n$n/ports"
      peers+=${peers:+,}n$n@127.0.0.1:$raft_port
    done
    echo "$peers" >"$state/peers"
  else
    echo "Starting with the data in $state"
  fi
  for n in $(numbers); do launch "$n"; done
  # shellcheck disable=SC2046 # one word per node
  wait_for_leader $(numbers)
  for n in $(numbers); do echo "n$n  http://127.0.0.1:$(http_port_of "$n")/raft  http://127.0.0.1:$(http_port_of "$n")/kv/{key}  http://127.0.0.1:$(http_port_of "$n")/actuator/raft"; done
  status
  echo "Write: curl -X PUT -H 'Content-Type: application/json' -d '{\"value\":\"v\"}' http://127.0.0.1:$(http_port_of "$(numbers | head -n 1)")/kv/a"
}

status() {
  local n http_port raft_port json
  [ -n "$(numbers)" ] || fail "No cluster: cluster.sh start"
  printf '%-5s %-7s %-6s %-6s %-13s %6s %-7s %8s %8s\n' NODE PID HTTP RAFT ROLE TERM LEADER COMMIT APPLIED
  for n in $(numbers); do
    read -r http_port raft_port <"$state/n$n/ports"
    if ! running "$n"; then
      printf '%-5s %-7s %-6s %-6s %s\n' "n$n" - "$http_port" "$raft_port" DOWN
      continue
    fi
    json=$(raft_of "$http_port")
    printf '%-5s %-7s %-6s %-6s %-13s %6s %-7s %8s %8s\n' "n$n" "$(cat "$state/n$n/pid")" "$http_port" "$raft_port" \
      "$(field role <<<"$json" || echo STARTING)" "$(field term <<<"$json" || echo -)" \
      "$(field leader <<<"$json" || echo -)" "$(field commit <<<"$json" || echo -)" \
      "$(field applied <<<"$json" || echo -)"
  done
}

# SIGTERM to these nodes, SIGKILL to what still runs after 20 s.
terminate() {
  local n deadline=$((SECONDS + 20)) left
  for n in "$@"; do if running "$n"; then kill "$(cat "$state/n$n/pid")" 2>/dev/null || true; fi; done
  while :; do
    left=()
    for n in "$@"; do if running "$n"; then left+=("$n"); fi; done
    [ ${#left[@]} -gt 0 ] || return 0
    [ $SECONDS -lt $deadline ] || break
    sleep 0.1
  done
  for n in "${left[@]}"; do
    echo "n$n still runs after 20 s: SIGKILL" >&2
    kill_node "$n"
  done
}

kill_node() {
  local pid
  node_directory "${1:-}" >/dev/null
  running "$1" || fail "n$1 does not run"
  pid=$(cat "$state/n$1/pid")
  kill -9 "$pid"
  while running "$1"; do sleep 0.05; done
}

restart() {
  need curl
  need "$java" "install a JDK 17 or later, or set JAVA_HOME"
  node_directory "${1:-}" >/dev/null
  terminate "$1"
  launch "$1"
  wait_for_leader "$1"
  status
}

# The ports of nodes that were set up, so that no other gets them.
taken_ports() {
  local n
  for n in $(numbers); do cat "$state/n$n/ports"; done | xargs
}

join() {
  local n=${1:-} m http_port raft_port peers='' taken_ports deadline=$((SECONDS + 60))
  [[ $n =~ ^[1-9]$ ]] || fail "A node is n1 to n9, not '$n'"
  need curl
  need "$java" "install a JDK 17 or later, or set JAVA_HOME"
  [ ! -f "$state/n$n/ports" ] || fail "There is a node n$n already: cluster.sh restart $n"
  any_running || fail "No node runs that n$n could join: cluster.sh start"
  build
  taken_ports=$(taken_ports)
  for m in $(numbers); do
    read -r http_port raft_port <"$state/n$m/ports"
    peers+=${peers:+,}n$m@127.0.0.1:$raft_port
  done
  mkdir -p "$state/n$n"
  http_port=$(free_port) && taken_ports+=" $http_port"
  raft_port=$(free_port)
  echo "$peers" >"$state/n$n/join"
  echo "$http_port $raft_port" >"$state/n$n/ports"
  launch "$n"
  # Itself is the first of the peers it tells
  until [ "$(raft_of "$http_port" | field voter)" = true ]; do
    running "$n" || fail "Node n$n has ended; the last lines of $state/n$n/node.log:
$(tail -n 15 "$state/n$n/node.log")"
    [ $SECONDS -lt $deadline ] || fail "n$n is no voter after 60 s (it still runs); see $state/n$n/node.log"
    sleep 0.2
  done
  status
}

remove() {
  local n=${1:-} m asked='' answer deadline=$((SECONDS + 60))
  need curl
  node_directory "$n" >/dev/null
  for m in $(numbers); do
    if [ "$m" != "$n" ] && running "$m"; then asked=$m; fi
  done
  [ -n "$asked" ] || fail "No other node runs that could be asked"
  # The status follows the answer, and a body begins with {
  while :; do
    answer=$(curl -s --max-time 20 -w ' %{http_code}' -X DELETE "http://127.0.0.1:$(http_port_of "$asked")/cluster/members/n$n" || true)
    case ${answer##* } in
      200) break ;;
      503 | 504) [ $SECONDS -lt $deadline ] || fail "n$n was not removed in 60 s: ${answer% *}" ;;
      409) [[ $answer == *"is not a member"* ]] && break || fail "n$n was not removed: $(field detail <<<"$answer")" ;;
      *) fail "n$n was not removed: $answer" ;;
    esac
    sleep 0.2
  done
  terminate "$n"
  rm -rf "$state/n$n"
  # It may have been the leader
  wait_for_leader
  status
}

case ${1:-} in
  start) start "${2:-}" ;;
  stop)
    if [ -z "$(numbers)" ]; then
      echo "Nothing to stop in $state"
      exit 0
    fi
    # shellcheck disable=SC2046 # one word per node
    terminate $(numbers)
    status
    ;;
  status) status ;;
  kill)
    kill_node "$(number "${2:-}")"
    status
    ;;
  restart) restart "$(number "${2:-}")" ;;
  join) join "$(number "${2:-}")" ;;
  remove) remove "$(number "${2:-}")" ;;
  *)
    sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
    [ -z "${1:-}" ] && exit 0 || exit 2
    ;;
esac
