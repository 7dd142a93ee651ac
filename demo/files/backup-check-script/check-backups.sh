#!/bin/sh
# Check the newest backup of a series: age, size trend, checksum.
# Usage: check-backups.sh -d DIR -p PATTERN [-a HOURS] [-w PERCENT] [-c PERCENT] [-n COUNT]
# Exit: 0 fine, 1 warning, 2 critical, 3 wrong use.
set -u
LC_ALL=C; export LC_ALL

dir= pattern= max_age=26 warn=85 crit=60 history=14
usage() { sed -n '2,4s/^# //p' "$0" >&2; exit 3; }

while getopts d:p:a:w:c:n: opt; do
    case $opt in
        d) dir=$OPTARG ;;
        p) pattern=$OPTARG ;;
        a) max_age=$OPTARG ;;
        w) warn=$OPTARG ;;
        c) crit=$OPTARG ;;
        n) history=$OPTARG ;;
        *) usage ;;
    esac
done
[ -n "$dir" ] && [ -n "$pattern" ] || usage
[ -d "$dir" ] || { echo "CRITICAL: no such directory: $dir"; exit 2; }

status=0
worst() { [ "$1" -gt "$status" ] && status=$1; return 0; }
say() { printf '%s\n' "$*"; }

# Names sort by date. The checksum files are not backups.
list=$(cd "$dir" && find . ! -name . -prune -type f -name "$pattern" ! -name '*.sha256' | sed 's|^\./||' | sort)
[ -n "$list" ] || { echo "CRITICAL: nothing matches $pattern in $dir"; exit 2; }
newest=$(printf '%s\n' "$list" | tail -n 1)

size_of() { wc -c <"$dir/$1" | tr -d ' '; }

# 1. Age, by modification time in minutes
if [ -n "$(find "$dir/$newest" -mmin "+$((max_age * 60))")" ]; then
    say "CRITICAL: $newest is older than $max_age hours"
    worst 2
else
    say "ok: $newest is younger than $max_age hours"
fi

# 2. Size against the median of the files before it
now=$(size_of "$newest")
median=$(printf '%s\n' "$list" | sed '$d' | tail -n "$history" | while IFS= read -r file; do size_of "$file"; done |
    sort -n | awk '{ s[NR] = $1 } END { if (NR) printf "%d", NR % 2 ? s[(NR + 1) / 2] : (s[NR / 2] + s[NR / 2 + 1]) / 2 }')
if [ "$now" -eq 0 ]; then
    say "CRITICAL: $newest is empty"
    worst 2
elif [ -z "$median" ] || [ "$median" -eq 0 ]; then
    say "ok: $newest has $now bytes; no earlier files to compare"
else
    percent=$((now * 100 / median))
    if [ "$percent" -lt "$crit" ]; then
        say "CRITICAL: $newest has $now bytes, $percent % of the median $median"
        worst 2
    elif [ "$percent" -lt "$warn" ]; then
        say "WARNING: $newest has $now bytes, $percent % of the median $median"
        worst 1
    else
        say "ok: $newest has $now bytes, $percent % of the median"
    fi
fi

# 3. Checksum, if there is one beside it
if [ -f "$dir/$newest.sha256" ]; then
    expected=$(cut -d ' ' -f 1 <"$dir/$newest.sha256")
    actual=$(sha256sum <"$dir/$newest" | cut -d ' ' -f 1)
    if [ "$expected" = "$actual" ]; then
        say "ok: checksum matches"
    else
        say "CRITICAL: checksum of $newest differs"
        worst 2
    fi
else
    say "WARNING: no file $newest.sha256"
    worst 1
fi

exit "$status"
