# Is there a Chromium for the browser journeys? Install Debian's where that is allowed.
# Ends with 0 if there is one, 3 if the journeys must be left out, 1 if they must not be (CI=true).
set -u

is_there() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

is_there >/dev/null && exit 0

install="apt-get install -y --no-install-recommends chromium fonts-noto-core"
if [ "$(id -u)" = 0 ]; then
    sudo=
elif sudo -n true 2>/dev/null; then
    sudo="sudo -n"
else
    sudo=no
fi
if [ "$sudo" != no ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser journeys." >&2
    export DEBIAN_FRONTEND=noninteractive
    {
        $sudo apt-get -qq update
        $sudo apt-get -qq -o DPkg::Lock::Timeout=120 ${install#apt-get }
    } >/dev/null 2>&1 </dev/null
    is_there >/dev/null && exit 0
fi

echo "No Chromium: the browser journeys are left out. To install it: sudo $install" >&2
[ "${CI:-}" = true ] && exit 1
exit 3
