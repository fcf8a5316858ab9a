#!/bin/sh
# The step that CI systems run: slims an image, writes a summary for people and reports for machines, and fails as asked.
# action.yml and templates/slim.yml call it; it runs on any machine with whittle. Everything comes from variables:
#
#     WHITTLE_IMAGE        the image: a source as whittle slim takes it, or a name that the engine knows
#     WHITTLE_OUTPUT       where to: a destination as whittle slim takes it
#     WHITTLE_PLATFORMS    platforms with commas between them, each slimmed by itself; {platform} in the output is
#                          replaced by it, with - for / (default: the machine's)
#     WHITTLE_OPTIONS      further options of whittle slim, as words of a shell
#     WHITTLE_FAIL_ON      missing (default): fail if something the image starts needs is missing; or never
#     WHITTLE_REPORTS      directory for slim.json, bill.cdx.json and scan.sarif (default: whittle-reports)
#     WHITTLE_SUMMARY      file that a Markdown summary is added to (default: GITHUB_STEP_SUMMARY, or none)
#     WHITTLE              the program (default: whittle)
#
# With GITHUB_OUTPUT, it sets the outputs "complete" and "reports". Exit code: 0, 1 if something is missing, or what
# whittle ended with.
set -eu

whittle=${WHITTLE:-whittle}
reports=${WHITTLE_REPORTS:-whittle-reports}
summary=${WHITTLE_SUMMARY:-${GITHUB_STEP_SUMMARY:-/dev/null}}
fail_on=${WHITTLE_FAIL_ON:-missing}

fail() {
    printf 'slim.sh: %s\n' "$*" >&2
    exit 2
}
[ -n "${WHITTLE_IMAGE:-}" ] || fail "which image? WHITTLE_IMAGE is empty"
[ -n "${WHITTLE_OUTPUT:-}" ] || fail "no output given: WHITTLE_OUTPUT is empty"
case $fail_on in missing | never) ;; *) fail "WHITTLE_FAIL_ON is $fail_on: not missing or never" ;; esac

# A bare name is an image of the engine.
image=$WHITTLE_IMAGE
case $image in
    *:*/* | dir:* | tar:* | docker-archive:* | oci:* | oci-archive:* | docker-daemon:* | docker:*) ;;
    *) [ -e "$image" ] || image=docker-daemon:$image ;;
esac
mkdir -p "$reports"

# What whittle says, as text that Markdown leaves alone.
quote() {
    printf '\n```text\n'
    sed 's/^```/ ```/' "$1"
    printf '```\n'
}

worst=0
each() {
    platform=$1
    name=$(printf '%s' "${platform:-image}" | tr '/' '-')
    output=$(printf '%s' "$WHITTLE_OUTPUT" | sed "s|{platform}|$name|g")
    prefix=$reports/$name
    eval "set -- ${WHITTLE_OPTIONS:-}"
    [ -z "$platform" ] || set -- --image-platform "$platform" "$@"
    code=0
    "$whittle" slim "$image" -o "$output" --report "$prefix.slim.json" --sbom "$prefix.bill.cdx.json" "$@" \
        >"$prefix.log" 2>&1 || code=$?
    cat "$prefix.log"
    if [ "$code" -le 1 ]; then
        "$whittle" scan "$output" --format sarif --fail-on never >"$prefix.scan.sarif" || code=$?
    fi
    {
        printf '## %s%s\n' "$WHITTLE_IMAGE" "${platform:+ ($platform)}"
        case $code in
            0) printf '\nComplete: nothing that the image starts is missing.\n' ;;
            1) printf '\n**Something is missing**: see below.\n' ;;
            *) printf '\n**Failed** with exit code %s.\n' "$code" ;;
        esac
        quote "$prefix.log"
    } >>"$summary"
    [ "$code" -le "$worst" ] || worst=$code
}

platforms=$(printf '%s' "${WHITTLE_PLATFORMS:-}" | tr ',' ' ')
if [ -z "$platforms" ]; then
    each ''
else
    case ${platforms}:$WHITTLE_OUTPUT in
        *' '*:*'{platform}'*) ;;
        *' '*) fail "several platforms, and one output: put {platform} into WHITTLE_OUTPUT" ;;
    esac
    for one in $platforms; do
        each "$one"
    done
fi

complete=true
[ "$worst" -eq 0 ] || complete=false
[ -z "${GITHUB_OUTPUT:-}" ] || printf 'complete=%s\nreports=%s\n' "$complete" "$reports" >>"$GITHUB_OUTPUT"
if [ "$worst" -eq 1 ] && [ "$fail_on" = never ]; then
    exit 0
fi
exit "$worst"
