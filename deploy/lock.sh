#!/usr/bin/env bash
# Resolves the lock files anew from pyproject.toml and deploy/locks/*.in, with hashes and without any index's address.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${XDG_CACHE_HOME:-$HOME/.cache}/hatef/uv/bin/uv
lock() { "$uv" pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate "$@"; }
lock --python .venv/bin/python pyproject.toml --group dev --output-file deploy/locks/main.txt
lock --python .venv/bin/python deploy/locks/sip-wheel.in --output-file deploy/locks/sip-wheel.txt
lock --python .venv/bin/python deploy/locks/uv.in --output-file deploy/locks/uv.txt
lock --python .venv-rasa/bin/python deploy/locks/rasa.in --override deploy/locks/rasa.overrides --output-file deploy/locks/rasa.txt
