#!/usr/bin/env bash
# What is done with a checkout of feedsvc, each by one command; ./run.sh alone lists them.
# Python 3.11 or later is all that must be there: the rest is installed into .venv, and only when
# pyproject.toml has changed, so that later runs need no network.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

usage() {
    cat <<'TEXT'
usage: ./run.sh COMMAND

  demo [--port N]     import the sample organisation and serve it on http://127.0.0.1:8000
  test [ARGUMENT...]  run the tests; arguments go to pytest, e.g. ./run.sh test -k feed
  check               lint, types, tests and their coverage: what must pass before a change goes in
  bench [--quick]     measure against nginx, Flask and Django in one run; writes docs/bench/
TEXT
}

fail() {
    echo "run.sh: $*" >&2
    exit 1
}

# The first Python that is new enough and can make a virtual environment.
find_python() {
    local candidate new_enough=""
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        new_enough=$candidate
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    [[ -z $new_enough ]] || fail "$new_enough has no venv module; on Debian: apt-get install python3-venv"
    fail "Python 3.11 or later is needed, and was found under none of the names python3, python3.11 to python3.14"
}

# Scripts in a virtual environment name its folder: after a move of the checkout it is made anew.
make_venv() {
    if .venv/bin/python -c '' 2>/dev/null && grep -qF -- " $PWD/.venv" .venv/pyvenv.cfg; then
        return
    fi
    local python
    python=$(find_python)
    echo "Making .venv with $("$python" --version)" >&2
    "$python" -m venv --clear .venv
}

# pip without its warnings and notices; errors are shown.
pip() {
    .venv/bin/python -m pip --disable-pip-version-check --no-input -qq "$@"
}

# install [GROUP...]: the project, and the dependency groups that pyproject.toml names.
install() {
    local name wanted stale="" arguments=(--editable .)
    make_venv
    wanted=$(cksum <pyproject.toml)
    for name in project "$@"; do
        [[ $(cat ".venv/.installed-$name" 2>/dev/null) == "$wanted" ]] || stale=yes
        [[ $name == project ]] || arguments+=(--group "$name")
    done
    [[ -n $stale ]] || return 0
    echo "Installing what pyproject.toml names (a minute or two the first time)" >&2
    if [[ $# -gt 0 ]]; then
        pip install 'pip>=25.1' # the first that knows --group
    fi
    pip install "${arguments[@]}"
    for name in project "$@"; do
        echo "$wanted" >".venv/.installed-$name"
    done
}

demo() {
    local port=8000
    case ${1-} in
    '') ;;
    --port) port=${2-} ;;
    --port=*) port=${1#--port=} ;;
    *) fail "demo takes --port N only" ;;
    esac
    [[ $port =~ ^[1-9][0-9]{0,4}$ && $port -le 65535 ]] || fail "--port wants a number from 1 to 65535"
    install
    .venv/bin/python - "$port" <<'PYTHON' || fail "port $port is in use: stop what runs there, or take another with --port"
import socket, sys
with socket.socket() as sock:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(("127.0.0.1", int(sys.argv[1])))
    except OSError:
        sys.exit(1)
PYTHON
    export FEEDSVC_DATA_DIR="${FEEDSVC_DATA_DIR:-$PWD/instance/demo}"
    export FEEDSVC_SITE_NAME="${FEEDSVC_SITE_NAME:-International Rivers Bureau}"
    export FEEDSVC_BASE_URL="${FEEDSVC_BASE_URL:-http://127.0.0.1:$port}"
    .venv/bin/feedsvc init
    .venv/bin/feedsvc sample
    .venv/bin/feedsvc user list | grep -qF editor@example.org ||
        .venv/bin/feedsvc user add editor@example.org --name Editor --admin >/dev/null
    cat <<TEXT

Open in a browser:      ${FEEDSVC_BASE_URL%/}/
Add to a feed reader:   ${FEEDSVC_BASE_URL%/}/feeds/all.atom
Write news:             ${FEEDSVC_BASE_URL%/}/editor as editor@example.org; set a password first, once, at
                        $(.venv/bin/feedsvc user link editor@example.org | tail -n 1)
Stop it with Ctrl-C. Its data are in $FEEDSVC_DATA_DIR.

TEXT
    exec .venv/bin/feedsvc serve --host 127.0.0.1 --port "$port"
}

run_pytest() {
    .venv/bin/python -m pytest -n auto --maxprocesses 4 --dist worksteal "$@"
}

run_tests() {
    install test
    run_pytest "$@"
}

# Every step is run, so that one call shows all that is wrong.
check() {
    install test lint
    local failed=()
    step() {
        echo "== $*"
        "$@" || failed+=("$*")
    }
    step .venv/bin/ruff check .
    step .venv/bin/ruff format --check .
    step .venv/bin/mypy
    step run_pytest --cov --cov-report=
    step .venv/bin/coverage report --fail-under=95
    step .venv/bin/coverage report --include='feedsvc/core/*,feedsvc/render/*' --fail-under=100
    [[ ${#failed[@]} -eq 0 ]] || fail "failed: $(printf '\n  %s' "${failed[@]}")"
    echo "All is well."
}

bench() {
    install bench
    .venv/bin/python -m tests.bench "$@"
}

command=${1-}
[[ $# -eq 0 ]] || shift
case $command in
demo) demo "$@" ;;
test) run_tests "$@" ;;
check) check ;;
bench) bench "$@" ;;
'' | help | -h | --help) usage ;;
*)
    usage >&2
    fail "there is no command '$command'"
    ;;
esac
