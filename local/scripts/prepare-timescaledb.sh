#!/usr/bin/env bash
# Starts a real TimescaleDB on loopback, in a Debian trixie root of its own, for tests on a Debian machine as root.
#
#   eval "$(local/scripts/prepare-timescaledb.sh)"         prints CANDLEWICK_TIMESCALE_URL, _USER and _PASSWORD
#   local/scripts/prepare-timescaledb.sh --stop            stops it and takes its mounts away; the root stays
#
# Options: --dir DIR    where the root is (default: timescaledb-trixie in the cache directory); used again when it is there
#          --port PORT  where it listens (default: the port of the last time, or a free one from 54320 on)
#
# The first time takes about a minute; later ones a second. Debian's package of TimescaleDB is the Apache-licensed one.
set -euo pipefail

release=trixie
version=17
dir=${CANDLEWICK_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/candlewick}/timescaledb-$release
port=
stop=no

say() { echo "prepare-timescaledb: $1" >&2; }

fail() {
  say "$1"
  exit 3
}

while [ $# -gt 0 ]; do
  case $1 in
    --dir | --port)
      [ $# -ge 2 ] || fail "$1 needs a value"
      if [ "$1" = --dir ]; then dir=$2; else port=$2; fi
      shift 2
      ;;
    --stop) stop=yes && shift ;;
    -h | --help) sed -n '2,11s/^# \{0,1\}//p' "$0" && exit 0 ;;
    *) fail "unknown option $1: --dir, --port, --stop" ;;
  esac
done

bin=/usr/lib/postgresql/$version/bin
# Inside the root.
base=/var/lib/candlewick
cluster=$base/cluster

in_root() { chroot "$dir" "$@"; }
as_postgres() { in_root su postgres -s /bin/sh -c "$1"; }
is_mounted() { awk -v point="$1" '$2 == point { found = 1 } END { exit !found }' /proc/mounts; }
is_running() { [ -d "$dir$cluster" ] && as_postgres "$bin/pg_ctl -D $cluster status" >/dev/null 2>&1; }

take_mounts_away() {
  local point
  for point in "$dir/dev" "$dir/proc"; do
    if is_mounted "$point"; then umount "$point" || umount -l "$point"; fi
  done
}

check_machine() {
  [ "$(id -u)" = 0 ] || fail "it needs root, for chroot and mounts: run it as root, or name a server with CANDLEWICK_TIMESCALE_URL"
  [ -f /etc/debian_version ] && command -v apt-get >/dev/null \
    || fail "this is not Debian: name a TimescaleDB server with CANDLEWICK_TIMESCALE_URL"
}

# The machine's own mirror, in either of apt's formats; the security archive is another one.
mirror() {
  local files=(/etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources) file
  for file in "${files[@]}"; do
    [ -r "$file" ] || continue
    case $file in
      *.sources) awk '/^URIs:/ { for (i = 2; i <= NF; i++) print $i }' "$file" ;;
      *) sed -n 's/^deb \(\[[^]]*\] *\)\{0,1\}\([^ ]*\) .*/\2/p' "$file" ;;
    esac
  done | grep -E '^https?://.*debian/?$' | grep -v security | head -n 1
}

make_root() {
  [ -f "$dir/candlewick-complete" ] && return
  take_mounts_away
  local url proxy
  url=$(mirror) || true
  [ -n "$url" ] || fail "no Debian mirror in /etc/apt/sources.list or sources.list.d: add one, or name a server with CANDLEWICK_TIMESCALE_URL"
  proxy=$(apt-config shell proxy Acquire::http::Proxy | sed -n "s/^proxy='\(.*\)'$/\1/p")
  if [ -n "$proxy" ] && [ "$proxy" != DIRECT ]; then export http_proxy=$proxy https_proxy=$proxy; fi
  if ! command -v debootstrap >/dev/null; then
    say "installing debootstrap"
    { DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends debootstrap \
      || { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends debootstrap; }; } >&2 \
      || fail "debootstrap cannot be installed: see apt's words above"
  fi
  rm -rf --one-file-system "$dir"
  mkdir -p "$dir"
  chmod 755 "$dir"
  say "making a $release root with PostgreSQL $version and TimescaleDB in $dir"
  local log=$dir.log
  debootstrap --variant=minbase "--include=postgresql-$version,postgresql-$version-timescaledb" "$release" "$dir" "$url" \
    >"$log" 2>&1 || { tail -n 5 "$log" >&2 && fail "debootstrap failed: see $log"; }
  touch "$dir/candlewick-complete"
}

mount_in() {
  is_mounted "$dir/proc" || mount -t proc proc "$dir/proc"
  is_mounted "$dir/dev" || mount --bind /dev "$dir/dev"
}

make_cluster() {
  [ -f "$dir$cluster/PG_VERSION" ] && return
  mkdir -p "$dir$base"
  head -c 18 /dev/urandom | base64 | tr '+/' '-_' >"$dir$base/password"
  in_root chown -R postgres "$base"
  chmod 600 "$dir$base/password"
  as_postgres "$bin/initdb -D $cluster -U candlewick -A scram-sha-256 --pwfile=$base/password -E UTF8 --locale=C.UTF-8 --no-sync" >&2
  as_postgres "echo 'CREATE DATABASE candlewick;' | $bin/postgres --single -D $cluster postgres" >/dev/null
}

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

choose_port() {
  if [ -n "$port" ]; then
    is_free "$port" || fail "port $port is in use: give another with --port"
    return
  fi
  [ -f "$dir$base/port" ] && port=$(<"$dir$base/port")
  if [ -z "$port" ] || ! is_free "$port"; then
    for port in $(seq 54320 54399); do is_free "$port" && return; done
    fail "no free port from 54320 to 54399: give one with --port"
  fi
}

start() {
  choose_port
  local options="-p $port -h 127.0.0.1 -c unix_socket_directories= -c shared_preload_libraries=timescaledb"
  options+=" -c timescaledb.telemetry_level=off -c timezone=UTC -c max_wal_size=2GB"
  as_postgres "$bin/pg_ctl -D $cluster -w -t 60 -l $base/server.log -o '$options' start" >&2 </dev/null \
    || { tail -n 5 "$dir$base/server.log" >&2; fail "PostgreSQL did not start: see $dir$base/server.log"; }
  echo "$port" >"$dir$base/port"
}

check_machine
if [ "$stop" = yes ]; then
  if is_running; then as_postgres "$bin/pg_ctl -D $cluster -m fast -w stop" >&2; fi
  take_mounts_away
  exit 0
fi
make_root
mount_in
make_cluster
if is_running; then
  running=$(<"$dir$base/port")
  [ -z "$port" ] || [ "$port" = "$running" ] || fail "it runs already, on port $running: stop it first with --stop"
  port=$running
else
  start
fi
echo "export CANDLEWICK_TIMESCALE_URL=jdbc:postgresql://127.0.0.1:$port/candlewick"
echo "export CANDLEWICK_TIMESCALE_USER=candlewick"
echo "export CANDLEWICK_TIMESCALE_PASSWORD=$(<"$dir$base/password")"
