# The programs that forms and browser tests need from the system.
# shellcheck shell=bash

# Fonts that everybody's PDF can rely on, so that its text can be selected and searched.
need_printing() {
    need wkhtmltopdf=wkhtmltopdf fc-list=fontconfig
    [[ -n $(fc-list 'Liberation Sans') ]] || install_packages fonts-liberation
}

need_testing() {
    need_printing
    need 'google-chrome|chromium|chromium-browser|google-chrome-stable=chromium' \
        pdftotext=poppler-utils
}

port_is_free() {
    "$python" -c '
import socket, sys
with socket.socket() as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", int(sys.argv[1])))' "$1" 2>/dev/null
}

# answers PORT: whether Odoo serves there.
answers() {
    "$python" -c '
import sys, urllib.request
urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/web/health", timeout=5)' "$1" 2>/dev/null
}
