# Pin requirements/*.in with hashes, each lock on top of the one before, so that all three agree.
# The package index is whatever the machine is set to; no line of a lock names it.
set -eu

lock() {
    "$VENV/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links ${UPGRADE:+--upgrade} "$@"
}
lock requirements/runtime.in --output-file requirements/runtime.txt
lock requirements/demo.in --constraint requirements/runtime.txt --output-file requirements/demo.txt
lock requirements/test.in --constraint requirements/demo.txt --output-file requirements/test.txt
