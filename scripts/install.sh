#!/bin/sh
# Installs a release of whittle: loads the archive for this machine, verifies its checksum, unpacks it, and links the
# program, its manual and completion below a prefix. A version that is there already is replaced as a whole.
#
#     sh install.sh [--prefix DIR] [--from URL|DIR] [--version VERSION]
#     sh install.sh --uninstall [--prefix DIR]
#
# PREFIX is /usr/local for root, and else ~/.local. Files come from where this script was published, from URL, or from a
# directory with the archive and SHA256SUMS, such as the one that this script lies in.
set -eu

version='@VERSION@'
from='@URL@'
prefix=
uninstall=

say() { printf 'install.sh: %s\n' "$*"; }
fail() {
    printf 'install.sh: %s\n' "$*" >&2
    exit 1
}
usage() {
    sed -n '2,/^set -eu/{ /^set -eu/d; s/^# \{0,1\}//; p; }' "$0"
    exit "$1"
}

while [ $# -gt 0 ]; do
    case $1 in
        --prefix | --from | --version)
            [ $# -gt 1 ] || fail "$1 needs a value"
            case $1 in
                --prefix) prefix=$2 ;;
                --from) from=$2 ;;
                --version) version=$2 ;;
            esac
            shift 2
            ;;
        --uninstall) uninstall=yes && shift ;;
        -h | --help) usage 0 ;;
        *) fail "unknown argument: $1 (see sh install.sh --help)" ;;
    esac
done
if [ -z "$prefix" ]; then
    if [ "$(id -u)" -eq 0 ]; then
        prefix=/usr/local
    else
        prefix=$HOME/.local
    fi
fi
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
home=$prefix/lib/whittle

# Links to the release's files, so that a new release brings new ones: TARGET LINK.
links() {
    printf '%s %s\n' whittle bin/whittle docker-whittle lib/docker/cli-plugins/docker-whittle \
        share/bash-completion/completions/whittle share/bash-completion/completions/whittle \
        share/zsh/site-functions/_whittle share/zsh/site-functions/_whittle \
        share/fish/vendor_completions.d/whittle.fish share/fish/vendor_completions.d/whittle.fish
    for page in "$home"/share/man/man1/*.1; do
        [ ! -f "$page" ] || printf '%s %s\n' "share/man/man1/${page##*/}" "share/man/man1/${page##*/}"
    done
}
unlink_all() {
    links | while read -r _ link; do
        [ ! -h "$prefix/$link" ] || rm -f "$prefix/$link"
    done
}

if [ -n "$uninstall" ]; then
    [ -d "$home" ] || fail "there is no $home"
    unlink_all
    rm -rf "$home"
    say "removed $home"
    exit
fi

# A checkout has this script with its marks still in it.
case $version in @*) version= ;; esac
case $from in @*) from= ;; esac
here=$(CDPATH='' cd -- "$(dirname -- "$0")" 2>/dev/null && pwd -P) || here=
[ -n "$from" ] || { [ -f "$here/SHA256SUMS" ] && from=$here; } || fail "where from? say --from URL or --from DIR"
[ -n "$version" ] || {
    [ -f "$from/SHA256SUMS" ] || fail "which version? say --version VERSION"
    version=$(sed -n 's/.*  whittle-\(.*\)\.jar$/\1/p' "$from/SHA256SUMS")
}
[ "$(uname -s)" = Linux ] || fail "there is no release for $(uname -s): the jar runs on any JDK 17 or newer"
archive=whittle-$version-linux-$(uname -m).tar.gz

# If it cannot be made, the next line says so in words.
mkdir -p "$prefix/lib" 2>/dev/null || true
[ -w "$prefix/lib" ] || fail "cannot write $prefix/lib: choose another --prefix, or be root"
# On the same file system, so that the release gets its place by a rename.
scratch=$(mktemp -d "$prefix/lib/.whittle.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

load() {
    case $from in
        http://* | https://*)
            if command -v curl >/dev/null 2>&1; then
                curl --fail --silent --show-error --location --retry 3 --output "$scratch/$1" "$from/$1"
            elif command -v wget >/dev/null 2>&1; then
                wget --quiet --output-document="$scratch/$1" "$from/$1"
            else
                fail "neither curl nor wget is here"
            fi
            ;;
        *) cp -- "$from/$1" "$scratch/$1" ;;
    esac || fail "cannot load $from/$1"
}
load SHA256SUMS
grep -F "  $archive" "$scratch/SHA256SUMS" >"$scratch/sum" || fail "$from has no release $version for $(uname -m)"
load "$archive"
(cd "$scratch" && sha256sum --check --status sum 2>/dev/null) ||
    fail "$archive does not have the checksum that SHA256SUMS says: nothing was installed"
tar -xzf "$scratch/$archive" -C "$scratch" --no-same-owner
unpacked=$scratch/${archive%.tar.gz}
"$unpacked/whittle" --version >/dev/null || fail "the release does not start on this machine: nothing was installed"

unlink_all
rm -rf "$home"
mv "$unpacked" "$home"
links | while read -r target link; do
    mkdir -p "$prefix/${link%/*}"
    ln -sfn "$home/$target" "$prefix/$link"
done
say "whittle $version is $prefix/bin/whittle"
# shellcheck disable=SC2016 # for the user's shell to expand
case :$PATH: in
    *:"$prefix/bin":*) ;;
    *) say "$prefix/bin is not in your PATH; for this shell: export PATH=\"$prefix/bin:"'$PATH"' ;;
esac
