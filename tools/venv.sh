# Bring a virtual environment to what a lock file says; do nothing if it is there already.
#   sh tools/venv.sh FOLDER LOCK
# $PYTHON chooses the interpreter. Without it an environment keeps the one that it has, and a new one takes the first
# of python3 and its numbered sisters that is new enough.
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

# "/usr 3.11": where an interpreter, or the one behind an environment, comes from. Nothing if it is missing or too old.
describe() {
    "$1" -c 'import sys; v = sys.version_info; v >= (3, 11) and print(sys.base_prefix, "%d.%d" % v[:2])' 2>/dev/null || :
}

# Begins with what the environment was made from: the interpreter, and the place, which its scripts name.
made_from() {
    printf '%s %s' "$(describe "$folder/bin/python")" "$(pwd)"
}

is_current() {
    [ "$(cat "$stamp" 2>/dev/null || :)" = "$(made_from) $(cksum <"$lock")" ] || return 1
    [ -z "${PYTHON:-}" ] || [ "$(describe "$PYTHON")" = "$(describe "$folder/bin/python")" ]
}

! is_current || exit 0

# The environment may be active in this shell, and cannot be made from itself.
PATH=$(printf ':%s:' "$PATH" | sed "s|:$(pwd)/$folder/bin:|:|; s|^:||; s|:\$||")
found=
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    found=$(describe "$candidate")
    [ -z "$found" ] || break
done
[ -n "$found" ] ||
    fail "Python 3.11 or newer is needed: ${as_root}apt-get install -y python3 python3-venv, or make PYTHON=/path/to/python3.11"
"$candidate" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "$candidate cannot make virtual environments yet; run: ${as_root}apt-get install -y $(basename "$candidate")-venv"

# Two commands started at once: the second waits and finds the work done.
exec 9<"$lock"
! command -v flock >/dev/null || flock 9
! is_current || exit 0

# A home that cannot be written to (a service account's, for example) gives pip no place for its cache.
[ -w "${HOME:-/nonexistent}" ] || export PIP_NO_CACHE_DIR=1
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

# Where only the lock has changed, install what differs; otherwise begin anew.
case "$(cat "$stamp" 2>/dev/null || :)" in
"$(made_from) "*) [ -z "${PYTHON:-}" ] || [ "$found" = "$(describe "$folder/bin/python")" ] || rm -rf "$folder" ;;
*) rm -rf "$folder" ;;
esac
rm -f "$stamp"

echo "Installing $lock into $folder; the first time takes a minute or two." >&2
[ -x "$folder/bin/python" ] || "$candidate" -m venv "$folder"
"$folder/bin/python" -m pip install -qq --require-hashes --requirement "$lock"
printf '%s %s\n' "$(made_from)" "$(cksum <"$lock")" >"$stamp"
