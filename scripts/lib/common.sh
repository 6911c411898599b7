# Shared by all scripts: where things lie, how they speak, how they fail.
# shellcheck shell=bash
set -euo pipefail

# The addon, and the one place for everything that is not the addon.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/school_appraisal

say() { printf '%s\n' "$*" >&2; }

die() {
    say "${0##*/}: $*"
    exit 1
}

# try SENTENCE COMMAND…: run quietly; a failure is SENTENCE and its reason, in one line.
try() {
    local sentence=$1 output
    shift
    output=$("$@" 2>&1) || die "$sentence: $(reason "$output")"
}

# The line of a program's output that says why it failed: its last error, or else
# its last words. A full disk is named as such, whatever else it led to.
reason() {
    if [[ $1 =~ [Nn]o\ space\ left|[Dd]isk\ quota|ENOSPC ]]; then
        echo "no space left on the disk."
        return
    fi
    printf '%s\n' "$1" | awk '
        /^ *$/ { next }
        { last = $0 }
        /^([a-z_]+: )?(E:|error|fatal|npm (error|ERR!) [^A]|ERROR|.*FATAL)/ { error = $0 }
        END { print error ? error : last ? last : "it gave no reason." }'
}

# prepare NAME KEY MAKER: set `place` to the folder NAME-<hash of KEY> in the cache
# and let MAKER fill it, unless an earlier run has finished it.
#
# A folder counts only with its stamp, which is written last: what a killed or failed
# run left behind is thrown away, never used. The lock makes a second run wait.
prepare() {
    local name=$1 key=$2 maker=$3 lock
    place=$cache/$name-$(printf '%s' "$key" | sha256sum | cut -c1-12)
    [[ ! -e $place/.complete ]] || return 0
    try "The cache $cache cannot be made" mkdir -p "$cache"
    exec {lock}>"$cache/lock"
    if ! flock -n "$lock"; then
        say "Waiting for another run that is preparing the cache …"
        flock "$lock"
    fi
    if [[ ! -e $place/.complete ]]; then
        rm -rf "$place"
        "$maker"
        try "The cache $cache cannot be written" touch "$place/.complete"
    fi
    exec {lock}>&-
}

# need_room MEGABYTES: say so before a download, not in the middle of it.
need_room() {
    local free
    free=$(($(df --output=avail -m "$cache" | tail -1)))
    ((free >= $1)) || die "$1 MB of free disk are needed in $cache, and only $free MB are left."
}

# need COMMAND=PACKAGE…: programs of the system, installed where they are missing.
# COMMAND may name alternatives: chromium|google-chrome=chromium.
need() {
    local pair missing=()
    for pair; do
        has_one_of "${pair%=*}" || missing+=("${pair#*=}")
    done
    ((${#missing[@]})) || return 0
    install_packages "${missing[@]}"
    for pair; do
        has_one_of "${pair%=*}" || die "${pair%=*} is missing; please install ${pair#*=}."
    done
}

# install_packages NAME…: with apt, where there is one and we may use it.
install_packages() {
    local apt=(apt-get -q -oDPkg::Lock::Timeout=300)
    ((UID == 0)) || apt=(sudo -n "${apt[@]}")
    if ! has_one_of apt-get || ! { ((UID == 0)) || sudo -n true 2>/dev/null; }; then
        die "missing on this machine; please install: $*."
    fi
    say "Installing $* …"
    export DEBIAN_FRONTEND=noninteractive
    try "apt-get could not update its lists, which it needs to install $*" "${apt[@]}" update
    try "$* could not be installed, please do it by hand" \
        "${apt[@]}" -y --no-install-recommends install "$@"
}

has_one_of() {
    local name
    for name in ${1//|/ }; do
        if [[ -x $(type -P "$name") ]]; then return 0; fi
    done
    return 1
}
