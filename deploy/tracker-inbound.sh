#!/bin/sh
# For the pipe of a mail server (docs/inbound.md). Whatever ends in a way that is not foreseen is tried again later.
# TRACKER_ENV and TRACKER_DIR stand elsewhere only in tests.
settings=${TRACKER_ENV:-/etc/tracker.env}
[ -r "$settings" ] || exit 75
# As systemd reads the file: no line of it is run.
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
        '#'* | ';'*) continue ;;
        *=*) ;;
        *) continue ;;
    esac
    value=${line#*=}
    case $value in '"'*'"') value=${value#\"} value=${value%\"} ;; esac
    export "${line%%=*}=$value" || exit 75
done <"$settings"
cd "${TRACKER_DIR:-/opt/tracker}" || exit 75
"${FLASK:-.venv/bin/flask}" --app wsgi inbound receive "$@"
code=$?
case $code in
    0 | 65 | 67) exit $code ;;
    *) exit 75 ;;
esac
