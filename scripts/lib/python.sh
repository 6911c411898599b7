# Python: a version that Odoo 19 accepts, and virtual environments with pinned libraries.
# shellcheck shell=bash

find_python() {
    local candidate
    for candidate in python3 python3.13 python3.12 python3.11 python3.10; do
        python=$("$candidate" -c '
import sys
if (3, 10) <= sys.version_info < (3, 14):
    print(sys.executable)' 2>/dev/null) || continue
        [[ -z $python ]] || return 0
    done
    die "Odoo 19 needs Python 3.10 to 3.13, and here is $(python3 -V 2>/dev/null || echo none)."
}

# venv NAME WHAT REQUIREMENTS…: `place` becomes a virtual environment with them.
venv() {
    local name=$1 what=$2
    requirements=("${@:3}")
    prepare "$name" "$("$python" -VV) $python $(cat "${requirements[@]}")" make_venv
}

make_venv() {
    say "Getting $what …"
    need_room 700
    local from=("${requirements[@]/#/-r}")
    if has_one_of uv; then
        try "Python's virtual environment" uv venv -q --python "$python" "$place"
        try "$what could not be had" uv pip install -q --python "$place/bin/python" "${from[@]}"
        return
    fi
    # Debian and Ubuntu keep the means to make environments in a package of its own.
    "$python" -c 'import ensurepip' 2>/dev/null || install_packages python3-venv
    try "Python's virtual environment" "$python" -m venv "$place"
    try "$what could not be had" "$place/bin/python" -m pip install \
        -q --no-input --progress-bar off --disable-pip-version-check "${from[@]}"
}
