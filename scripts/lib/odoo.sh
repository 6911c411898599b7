# Odoo 19.0: sets `odoo_home`, the folder that goes on PYTHONPATH, and `odoo_addons`.
#
# In this order: ODOO_HOME (your own checkout), an Odoo 19 that python3 can import,
# Debian's package unpacked into the cache, the official 19.0 branch.
# shellcheck shell=bash

find_odoo() {
    if [[ -n ${ODOO_HOME:-} ]]; then
        odoo_home=$(cd "$ODOO_HOME" 2>/dev/null && pwd -P) && is_odoo_19 "$odoo_home/odoo" ||
            die "ODOO_HOME=$ODOO_HOME is not a checkout of Odoo 19.0."
    elif installed=$(installed_odoo); then
        prepare odoo-installed "$installed" link_installed_odoo
        odoo_home=$place
    else
        prepare odoo "$debian_packages $font_packages 19.0" fetch_odoo
        odoo_home=$place/home
    fi
    odoo_addons=$odoo_home/odoo/addons
    # A checkout keeps most addons beside the `odoo` package, a package keeps all inside.
    [[ ! -d $odoo_home/addons/web ]] || odoo_addons+=,$odoo_home/addons
}

is_odoo_19() { grep -qs '^version_info = (19, 0,' "$1/release.py"; }

installed_odoo() {
    local path
    path=$(cd / && "$python" -c 'import odoo.release as r; print(r.__file__)' 2>/dev/null) &&
        is_odoo_19 "${path%/*}" && echo "${path%/*}"
}

# Only Odoo itself is taken, not the libraries that lie beside it: ours are pinned.
link_installed_odoo() {
    mkdir -p "$place"
    ln -s "$installed" "$place/odoo"
    [[ ! -d ${installed%/*}/addons/web ]] || ln -s "${installed%/*}/addons" "$place/addons"
}

fetch_odoo() {
    say "Getting Odoo 19 …"
    mkdir -p "$place"
    if mirror=$(debian_mirror) && unstable update >/dev/null; then
        unpack_debian_odoo
    else
        clone_odoo
    fi
    is_odoo_19 "$place/home/odoo" || die "What came as Odoo 19.0 is not Odoo 19.0."
}

# --- Debian ----------------------------------------------------------------------

# Odoo is in unstable only. The fonts and scripts are links into other packages; Font
# Awesome is taken from a release that still has version 4, the one with Odoo's icons.
debian_packages="odoo-19/sid libjs-jquery/sid libjs-underscore/sid libjs-jquery-form/sid"
font_packages="fonts-font-awesome/trixie fonts-roboto-unhinted/trixie fonts-montserrat/trixie"

debian_keys=/usr/share/keyrings/debian-archive-keyring.gpg

# The mirror that this machine's own apt uses, from whichever file names it.
debian_mirror() {
    local uri
    has_one_of apt-get && has_one_of dpkg-deb && [[ -e $debian_keys ]] || return 1
    uri=$(apt-get --no-release-info indextargets --format '$(COMPONENT) $(REPO_URI)' \
        'Created-By: Packages' | awk '$1 == "main" && $2 ~ "/debian/$" { uri = $2 } END { print uri }')
    [[ -n $uri ]] && echo "$uri"
}

# apt with lists and a cache of its own: the system's packages are not touched.
unstable() {
    local apt=$place/apt
    mkdir -p "$apt/lists/partial" "$apt/archives/partial"
    printf "deb [signed-by=$debian_keys] $mirror %s main\n" sid trixie >"$apt/sources.list"
    (
        cd "$apt/archives" || exit
        apt-get -q -oDir::Etc::sourcelist="$apt/sources.list" -oDir::Etc::sourceparts=/dev/null \
            -oDir::State::lists="$apt/lists" -oDir::State::status=/dev/null \
            -oDir::Cache="$apt" -oAcquire::Languages=none -oAPT::Sandbox::User="$(id -un)" \
            -oAPT::Update::Error-Mode=any "$@" 2>&1
    )
}

unpack_debian_odoo() {
    local package blur
    need_room 2000
    say "- downloading Debian's package of it (125 MB) …"
    # shellcheck disable=SC2086  # a list of words
    try "Debian's odoo-19 could not be had" unstable download $debian_packages $font_packages
    say "- unpacking it …"
    for package in "$place"/apt/archives/*.deb; do
        try "${package##*/} could not be unpacked" unpack "$package"
    done
    rm -rf "$place/apt"
    ln -s usr/lib/python3/dist-packages "$place/home"
    # Debian leaves out this file, which blurs the background of video calls and is not
    # free. Odoo's page asks for it and puts an error in every browser's console, which
    # fails every browser test; an empty file is enough to keep it quiet.
    blur=$place/home/odoo/addons/mail/static/lib/selfie_segmentation
    mkdir -p "$blur" && touch "$blur/selfie_segmentation.js"
}

# Without the package's second copy of the addons.
unpack() {
    dpkg-deb --fsys-tarfile "$1" |
        tar -x -C "$place" --exclude=./usr/lib/python3/dist-packages/addons
}

# --- The official branch -----------------------------------------------------------

# Not run by those who wrote it: their machines could not reach it.
clone_odoo() {
    need git=git
    need_room 3000
    say "- cloning the official 19.0 branch (a few hundred MB) …"
    try "Odoo 19.0 could not be had from its official repository" git clone -q --depth 1 \
        --branch 19.0 https://github.com/odoo/odoo "$place/home"
}
