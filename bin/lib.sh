# Sourced by setup, demo and test: where things are, how to speak, how to find and install.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$ROOT/.venv"

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  BOLD=$'\e[1m' GREEN=$'\e[32m' RED=$'\e[31m' YELLOW=$'\e[33m' PLAIN=$'\e[0m'
else
  BOLD='' GREEN='' RED='' YELLOW='' PLAIN=''
fi

say() { printf '%s\n' "${BOLD}==>${PLAIN} $*"; }
warn() { printf '%s\n' "${YELLOW}!!!${PLAIN} $*" >&2; }
fail() { printf '%s\n' "${RED}!!!${PLAIN} $*" >&2; exit 1; }

# --- system packages ---------------------------------------------------------------------------

have_apt() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

can_install() { have_apt && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

apt_update() {
  [ -n "${APT_UPDATED:-}" ] || as_root apt-get update -qq
  APT_UPDATED=yes
}

# missing_packages NAME…: those that dpkg does not have.
missing_packages() {
  local name
  for name in "$@"; do
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || echo "$name"
  done
}

install_line() { echo "sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"; }

# --- Python ------------------------------------------------------------------------------------

# find_python: the first Python that is new enough and can make a virtual environment.
find_python() {
  local name
  for name in python3.13 python3.12 python3.11 python3.14 python3; do
    if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
      >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  return 1
}

# --- programs that only the tests need ---------------------------------------------------------

# find_chromium: the path of a Chromium or Chrome; CHROMIUM decides when it is set.
find_chromium() {
  local name
  if [ -n "${CHROMIUM:-}" ]; then
    [ -x "$CHROMIUM" ] && echo "$CHROMIUM"
    return
  fi
  for name in chromium google-chrome google-chrome-stable; do
    command -v "$name" && return
  done
  return 1
}

# find_postgresql: the folder of the newest PostgreSQL server's programs.
find_postgresql() {
  local initdb
  initdb="$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -1)"
  [ -n "$initdb" ] || initdb="$(command -v initdb)" || return 1
  dirname "$initdb"
}
