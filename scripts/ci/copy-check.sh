#!/usr/bin/env bash
# The hook of pre-commit: checks the COPY lines of each Dockerfile.
#
#     copy-check.sh [OPTION]... -- DOCKERFILE...     options as for whittle copy, such as --from docker-archive:base.tar
#
# Exit code: 0, or the worst of whittle copy --check. WHITTLE is the program (default: whittle).
set -euo pipefail

options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    options+=("$1")
    shift
done
[ $# -gt 0 ] || {
    echo "copy-check.sh: no -- before the files" >&2
    exit 2
}
shift
worst=0
for file; do
    code=0
    "${WHITTLE:-whittle}" copy --quiet "${options[@]}" --check "$file" || code=$?
    [ "$code" -le "$worst" ] || worst=$code
done
exit "$worst"
