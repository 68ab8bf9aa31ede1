# Run the tests with the environment in $VENV; arguments go to pytest.
set -eu

# Chromium keeps a profile in the home folder and ends at once where it cannot.
if [ ! -d "${HOME:-/nonexistent}" ] || [ ! -w "$HOME" ]; then
    HOME=$(mktemp -d)
    export HOME
    trap 'rm -rf "$HOME"' EXIT
fi

result=0
sh tools/chromium.sh || result=$?
case $result in
0) ;;
3) set -- -m "not journey" "$@" ;;
*) exit 1 ;;
esac

# Journeys and what else must not run side by side share an xdist group.
"$VENV/bin/python" -m pytest -n logical --maxprocesses 6 --dist loadgroup "$@"
