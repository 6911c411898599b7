# Databases of Odoo: a template with what the addon depends on, and copies of it.
# shellcheck shell=bash

# template [FLAG…]: set `template` to a database with the addon's dependencies
# installed, made once per version of Odoo, list of dependencies and FLAGs.
template() {
    local depends key lock part
    depends=$("$odoo_venv/bin/python" -c "
import ast, sys
print(','.join(ast.literal_eval(open(sys.argv[1]).read())['depends']))" "$root/__manifest__.py") ||
        die "the addon's __manifest__.py cannot be read."
    key="$odoo_home $(git -C "$odoo_home" rev-parse -q --verify HEAD 2>/dev/null || true) $odoo_venv $depends $*"
    template=appraisal_template_$(printf '%s' "$key" | sha256sum | cut -c1-12)
    part=${template}_part
    exec {lock}>"$cache/lock"
    flock "$lock"
    if ! has_database "$template"; then
        say "Preparing a database with ${depends//,/, }${*:+ ($*)} …"
        need_room 500
        drop_database "$part"
        try "Odoo could not install ${depends//,/, }" "${odoo[@]}" -d "$part" -i "$depends" \
            --stop-after-init --no-http --log-level=error "$@"
        # Its name is its stamp: it gets it when it is complete.
        rm -rf "$(filestore "$template")"
        mv "$(filestore "$part")" "$(filestore "$template")"
        try "The database $part could not be renamed" \
            psql -Xqd postgres -c "ALTER DATABASE $part RENAME TO $template"
    fi
    exec {lock}>&-
}

# install_addon DATABASE LOG [FLAG…]: DATABASE anew from `template`, with the addon.
install_addon() {
    local database=$1 log=$2
    say "Installing the addon in the database $database …"
    need_room 300
    drop_database "$database"
    try "The database $database could not be made" createdb -T "$template" "$database"
    cp -a "$(filestore "$template")" "$(filestore "$database")"
    if ! "${odoo[@]}" -d "$database" -i school_appraisal --stop-after-init --no-http \
        --logfile="$log" "${@:3}"; then
        complaints "$log" ERROR '' >&2
        die "the addon could not be installed; the whole log is in $log."
    fi
}

has_database() {
    [[ $(psql -XAtd postgres -c "SELECT 1 FROM pg_database WHERE datname = '$1'") == 1 ]]
}

drop_database() {
    dropdb --if-exists --force "$1" 2>/dev/null || die "the database $1 could not be dropped."
    rm -rf "$(filestore "$1")"
}

# A run of the tests that was killed leaves its database, which bears its process number.
drop_orphans() {
    local database
    [[ -n ${data:-} ]] || return 0 # somebody else's server, and perhaps another machine
    for database in $(psql -XAtd postgres -c 'SELECT datname FROM pg_database'); do
        [[ $database =~ ^appraisal_test_([0-9]+) ]] || continue
        [[ -d /proc/${BASH_REMATCH[1]} ]] || drop_database "$database"
    done
}

filestore() { echo "$cache/odoo-data/filestore/$1"; }

# check_log LOG: fail on what Odoo complained of in connection with this addon.
check_log() {
    local found
    found=$(complaints "$1" 'WARNING|ERROR|CRITICAL' 'school_appraisal|school[.]appraisal')
    [[ -n $found ]] || return 0
    say "$found"
    die "Odoo's log has warnings or errors about the addon (above)."
}

# complaints LOG LEVELS NAME: the records of LOG, however many lines they have, of these
# levels in which NAME occurs. These do not count:
# - the name of the database, which is in every line, and that of the cache, which is in
#   every traceback;
# - what the console of a test's browser says about somebody else's script: a test
#   fails by itself on errors there, and its logger bears the addon's name;
# - a refusal over HTTP, a sentence with the model's name: most tests are about these.
complaints() {
    awk -v levels="^($2)\$" -v name="$3" -v cache="$cache" '
        function flush(at) {
            while ((at = index(names, cache)) > 0)
                names = substr(names, 1, at - 1) substr(names, at + length(cache))
            if (refusal) gsub(/school[.]appraisal/, "", names)
            if (record != "" && names ~ name) printf "%s", record
            record = ""
        }
        /^[0-9-]+ [0-9:,]+ [0-9]+ [A-Z]+ / {
            flush()
            wanted = $4 ~ levels
            names = $0
            for (i = 1; i <= 5; i++) sub(/^[^ ]+ /, "", names)
            if ($6 ~ /\.browser:$/) sub(/^[^ ]+ /, "", names)
            refusal = $6 == "odoo.http:"
            if (wanted) record = $0 "\n"
            next
        }
        wanted { record = record $0 "\n"; names = names "\n" $0 }
        END { flush() }' "$1"
}
