# Bring a virtual environment to what a lock file says; do nothing if it is there already.
#   sh tools/venv.sh FOLDER LOCK
# $PYTHON chooses the interpreter; without it, the first of python3 and its numbered sisters that is new enough.
set -eu

folder=$1
lock=$2
stamp=$folder/.lock

as_root=sudo\ 
[ "$(id -u)" != 0 ] || as_root=

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# "/usr/bin/python3 3.11", or nothing where it is missing or too old.
describe() {
    "$1" -c 'import sys; v = sys.version_info; v >= (3, 11) and print(sys.executable, "%d.%d" % v[:2])' 2>/dev/null || :
}

found=
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    found=$(describe "$candidate")
    [ -z "$found" ] || break
done
[ -n "$found" ] ||
    fail "Python 3.11 or newer is needed: ${as_root}apt-get install -y python3 python3-venv, or make PYTHON=/path/to/python3.11"

# What the environment is made from: the interpreter and the place, which its scripts name; and the lock.
base="$found $(pwd)"
wanted="$base $(cksum <"$lock")"
if [ -x "$folder/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null || :)" = "$wanted" ]; then
    exit 0
fi

"$candidate" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "$candidate cannot make virtual environments yet; run: ${as_root}apt-get install -y $(basename "$candidate")-venv"

# A home that cannot be written to (a service account's, for example) gives pip no place for its cache.
[ -w "${HOME:-/nonexistent}" ] || export PIP_NO_CACHE_DIR=1
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

case "$(cat "$stamp" 2>/dev/null || :)" in
"$base "*) ;; # only the lock has changed: install what differs
*) rm -rf "$folder" ;;
esac
rm -f "$stamp"

echo "Installing $lock into $folder; the first time takes a minute or two." >&2
[ -x "$folder/bin/python" ] || "$candidate" -m venv "$folder"
"$folder/bin/python" -m pip install -qq --require-hashes --requirement "$lock"
printf '%s\n' "$wanted" >"$stamp"
