# The prepared environment: Python, Odoo, PostgreSQL and a configuration that knows
# this checkout under the name that Odoo wants, whatever its folder is called.
# shellcheck shell=bash
for part in common tools python odoo postgres database; do
    # shellcheck disable=SC1090  # the files beside this one
    source "$(dirname "${BASH_SOURCE[0]}")/$part.sh"
done

prepare_environment() {
    find_python
    find_odoo
    venv python "the Python libraries of Odoo and its tests" \
        "$root/scripts/requirements-odoo.txt" "$root/scripts/requirements-test.txt"
    odoo_venv=$place
    find_postgres
    configure
}

# Sets the commands `odoo` and `script`, and `work`, this checkout's own folder in the cache.
configure() {
    work=$cache/checkouts/$(printf '%s' "$root" | sha256sum | cut -c1-12)
    mkdir -p "$work/addons"
    ln -sfn "$root" "$work/addons/school_appraisal"
    printf '%s\n' '[options]' \
        "addons_path = $odoo_addons,$work/addons" \
        "data_dir = $cache/odoo-data" \
        'http_interface = 127.0.0.1' \
        'list_db = False' >"$work/odoo.conf.$$"
    mv "$work/odoo.conf.$$" "$work/odoo.conf"
    export ODOO_RC=$work/odoo.conf PYTHONPATH=$odoo_home
    # Compiled Python goes to the cache: not into the checkout, and never to nowhere, as
    # Odoo takes seconds longer to start without it.
    export PYTHONPYCACHEPREFIX=$cache/pycache
    unset PYTHONDONTWRITEBYTECODE
    odoo=("$odoo_venv/bin/python" "$root/scripts/lib/odoo_main.py")
    script=("$odoo_venv/bin/python" "$root/scripts/lib/odoo_script.py")
}
