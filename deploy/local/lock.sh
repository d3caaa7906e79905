#!/bin/bash
# Compile requirements/*.txt from pyproject.toml (needs `uv` on the path). The locks name no registry.
set -euo pipefail
cd "$(dirname "$0")/../.."
compile() {
    uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --no-annotate --quiet "$@"
}
compile --extra demo --extra dev -o requirements/dev.txt
compile --extra demo -c requirements/dev.txt -o requirements/demo.txt
compile -c requirements/dev.txt -o requirements/base.txt
python3 - <<'PY' | uv pip compile - --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
    --no-annotate --quiet -o requirements/node.txt
import tomllib
with open("pyproject.toml", "rb") as file:
    print("\n".join(tomllib.load(file)["project"]["optional-dependencies"]["node"]))
PY
