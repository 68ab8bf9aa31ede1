# Pin requirements/*.in with hashes, each lock on top of the one before, so that all three agree.
# The package index is whatever the machine is set to; no line of a lock names it.
set -eu

cd requirements
lock() {
    "../$VENV/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links ${UPGRADE:+--upgrade} "$@"
}
lock runtime.in --output-file runtime.txt
lock demo.in --constraint runtime.txt --output-file demo.txt
lock test.in --constraint demo.txt --output-file test.txt
