#!/bin/sh
# fetch-pebble.sh DIR: gets Pebble, the test CA, and its DNS server into DIR; prints the folder of the programs.
#
# Takes Debian's newest package (suite "sid"), since releases carry one without ARI and profiles, from the
# mirror this machine's apt sources name and with the keys they trust. Where that cannot be had, the package
# of the machine's own release serves if it is new enough. Installs nothing, needs no root, writes only to DIR.
set -eu

least=2.8 # the first whose ARI and profiles the tests can rely on
fail() { echo "fetch-pebble: $*" >&2; exit 1; }
runs() { "$1/pebble" -help 2>&1 | grep -q dnsserver && "$1/pebble-challtestsrv" -help 2>&1 | grep -q management; }
ready() { [ -r "$1/version" ] && dpkg --compare-versions "$(cat "$1/version")" ge $least && runs "$1/usr/bin"; }

[ $# -eq 1 ] && [ -n "$1" ] || fail "say in which folder to put it: sh fetch-pebble.sh DIR"
for tool in apt-get apt-config dpkg dpkg-deb awk; do
  command -v $tool >/dev/null || fail "there is no $tool: this needs Debian or a relative of it"
done
mkdir -p "$1" 2>/dev/null && [ -w "$1" ] || fail "cannot write to $1"
dir=$(cd "$1" && pwd -P)
case $dir in *[!A-Za-z0-9/._+~@%-]*) fail "apt's settings take no folder with blanks or quotes: $dir" ;; esac
if ready "$dir/pebble"; then echo "$dir/pebble/usr/bin" && exit; fi

work=$(mktemp -d "$dir/.work.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/none" "$work/sid"
: >"$work/status"
eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"

# The sources that carry this machine's release, with its suite replaced: mirror, keys and other options stay.
# Security updates and backports have other suites and fall out; a third party without "sid" merely fails.
own="$(. /etc/os-release && echo "${VERSION_CODENAME:-}") stable testing unstable sid"
cat "${list:-/dev/null}" "${parts:-/none}"/*.list 2>/dev/null | awk -v own=" $own " '
  $1 == "deb" { sub(/#.*/, ""); options = ""
    if (match($0, /\[[^]]*\]/)) { options = substr($0, RSTART, RLENGTH); sub(/\[[^]]*\]/, "") }
    if (index(own, " " $3 " ") && / main( |$)/) print "deb", options, $2, "sid main" }' >"$work/sid/sid.list"
for file in "${parts:-/none}"/*.sources; do cat "$file" 2>/dev/null && echo || :; done | sed '/^#/d' |
  awk -v own=" $own " -v RS= -F '\n' '{ text = ""; ours = main = off = 0
    for (i = 1; i <= NF; i++) {
      if ($i ~ /^[^ \t]/) { field = tolower($i); sub(/:.*/, "", field) } # else it continues the field before
      n = split($i, words, /[ \t:]+/)
      for (w = 1; w <= n; w++) if (words[w] != "") {
        if (field == "suites" && index(own, " " words[w] " ")) ours = 1
        if (field == "components" && words[w] == "main") main = 1
        if (field == "enabled" && tolower(words[w]) ~ /^(no|false|off|without|disable|0)$/) off = 1 }
      if (field !~ /^(types|suites|components|enabled)$/) text = text $i "\n" }
    if (ours && main && !off) print "Types: deb\nSuites: sid\nComponents: main\n" text }' >"$work/sid/sid.sources"

get() { # SOURCELIST SOURCEPARTS: unpacks the package of these sources, with an apt that has its own state
  # No hooks: the machine's would clean caches and tell others of new packages.
  cat >"$work/apt.conf" <<E
Dir::State "$work/state"; Dir::State::status "$work/status"; Dir::Cache "$work/cache";
Dir::Etc::sourcelist "$1"; Dir::Etc::sourceparts "$2";
Dir::Etc::preferences "/dev/null"; Dir::Etc::preferencesparts "$work/none";
APT::Default-Release ""; APT::Sandbox::User "root"; Acquire::Languages "none"; Acquire::Retries "2";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
E
  (cd "$work" && rm -rf ./*.deb new && apt-get -qq -c apt.conf update || :) >>"$work/log" 2>&1
  (cd "$work" && apt-get -qq -c apt.conf download pebble && dpkg-deb -x pebble_*.deb new) >>"$work/log" 2>&1 || return 1
  dpkg-deb -f "$work"/pebble_*.deb Version >"$work/new/version"
  ready "$work/new" || { echo "$(cat "$work/new/version") is older than $least or does not run here" >>"$work/log"; return 1; }
}
get /dev/null "$work/sid" || get "${list:-/dev/null}" "${parts:-/dev/null}" ||
  fail "no usable Pebble among this machine's packages: $(grep . "$work/log" | tail -n 1)"

# Of two builds that ask at once, the first to finish puts it in place.
ready "$dir/pebble" || { rm -rf "$dir/pebble" && mv -T "$work/new" "$dir/pebble"; } || ready "$dir/pebble" || fail "cannot fill $dir"
echo "$dir/pebble/usr/bin"
