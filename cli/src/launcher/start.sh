# Starts whittle.jar on Java. The launchers of a checkout and of a release read this file, and have set:
#
#     home      the directory of the launcher
#     jar       the jar to start
#     runtime   the Java that comes with it; empty where Java is the machine's
#     prepare   a command to run before the jar is used
#
# shellcheck shell=sh
# All shells of Linux know -nt, and the variables above come from outside.
# shellcheck disable=SC3013,SC2154

say() { printf 'whittle: %s\n' "$*" >&2; }

# Java would open its own files under the numbers of streams that are closed, and read them as if they were input.
{ true 3<&0; } 2>/dev/null || exec </dev/null
{ true 3>&2; } 2>/dev/null || exec 2>/dev/null

# Java does not start in a directory that is gone, and says so in a stack trace.
[ -n "$(pwd -P 2>/dev/null)" ] || {
    say "the working directory is gone: cd to another one"
    exit 3
}

java_home=${runtime:-${JAVA_HOME:-}}
java=java
[ -z "$java_home" ] || java=$java_home/bin/java

command -v "$java" >/dev/null 2>&1 || {
    if [ -n "${JAVA_HOME:-}" ]; then
        say "JAVA_HOME is $JAVA_HOME, and there is no bin/java: set it to a JDK 17 or newer, or unset it"
    else
        say "no java found: install a JDK 17 or newer, or set JAVA_HOME"
    fi
    exit 70
}
prepare

# The options of ldd that a value follows. LauncherOptionsTest derives this line from their declarations.
ldd_values=' --format --from --platform --image-platform --engine --max-size --max-entries --authfile --creds-file --tls-verify --cert-dir --library-path --preload --at-platform --hwcaps --color --progress '

# Whether ldd gets an image, which is hashed while it is read: from --from, or as first FILE with a kind such as oci:.
ldd_reads_image() {
    from=
    case " $* " in *" --from"*) from=named ;; esac
    shift
    while [ $# -gt 0 ]; do
        case $1 in
            --from) source=${2:-} ;;
            --from=*) source=${1#*=} ;;
            -?*)
                case $ldd_values in *" $1 "*) [ $# -lt 2 ] || shift ;; esac
                shift
                continue
                ;;
            *)
                source=$1
                if [ -n "$from" ]; then # it is somewhere else in the line, and this is a file
                    shift
                    continue
                fi
                case ${source%%:*} in "$source" | */*) return 1 ;; esac
                ;;
        esac
        case $source in dir:*) return 1 ;; *) return 0 ;; esac
    done
    return 1
}

# The quick compiler alone suits commands that are over soon; it would hash eight times slower, and layers are hashed:
# those that are written, and those of an image that is read.
kind=full
case ${1:-} in
    ldd) ldd_reads_image "$@" || kind=quick ;;
    '' | help | -h | --help | -V | --version) kind=quick ;;
esac

# The archive of loaded classes that the build made (class StartArchive), if it is of this jar and of this JVM: named after
# the jar's hash, which start/jar holds, and the JVM's build, which its file "release" tells. Any other way to ask would
# start a second JVM. What looks odd leaves it unused, without a word: the tool starts all the same. Java itself asks again,
# for the jar's size and time and for its own identity.
find_archive() {
    archive=
    start=${jar%/*}/start
    # A path with a colon would be two to Java.
    case $home in *:*) return 0 ;; esac
    # Java ends with an error if it is told of two archives, or of one and to use none.
    case $options in *-Xshare* | *Shared* | *AOT*) return 0 ;; esac
    { [ -r "$start/jar" ] && ! [ "$jar" -nt "$start/jar" ]; } || return 0
    { IFS= read -r hash && IFS= read -r place; } <"$start/jar" || return 0
    if [ -z "$java_home" ]; then
        java_home=$(readlink -f -- "$(command -v java)" 2>/dev/null) || return 0
        java_home=${java_home%/bin/java}
    fi
    [ -r "$java_home/release" ] || return 0
    by=
    version=
    while IFS='=' read -r name value || [ -n "$name" ]; do
        value=${value#\"}
        case $name in
            IMPLEMENTOR) by=${value%\"} ;;
            JAVA_RUNTIME_VERSION) version=${value%\"} ;;
        esac
    done <"$java_home/release"
    case ${version%%[!0-9]*} in
        1[7-9] | 2[0-4])
            # Older ones keep the jar's path.
            [ "$place" = "$jar" ] || return 0
            archive=$start/$hash\ $by\ $version.jsa
            option=-XX:SharedArchiveFile
            ;;
        2[5-9] | [3-9][0-9])
            archive=$start/$hash\ $by\ $version\ $kind.aot
            # A release has one for all.
            [ -r "$archive" ] || archive=$start/$hash\ $by\ $version\ quick.aot
            option=-XX:AOTCache
            ;;
    esac
    { [ -r "$archive" ] && ! [ "$jar" -nt "$archive" ]; } || archive=
}
# The caller's own options of Java, which Java takes as well.
options=${JAVA_TOOL_OPTIONS:-}${JDK_JAVA_OPTIONS:-}${_JAVA_OPTIONS:-}
find_archive

# Java ends with an error if it is told of two collectors. New objects get little room, which is used again and again:
# else they would pass through as much memory as there is by default, cold each time.
collector='-XX:+UseSerialGC -Xmn16m'
case $options in *-XX:+Use*GC*) collector= ;; esac

# The thorough compiler is for hashing, which it makes eight times faster: at once, or it would first take the block's
# own code apart, in vain and for long. For the rest it would spend a quarter of the time of a whole image. So the quick
# one counts calls for it, but not who calls whom, which costs a tenth of an image. A JDK without one of these does without.
compiler=-XX:TieredStopAtLevel=1
# The files of a directory are looked at, and not hashed.
scans=
[ "${1:-}" != scan ] || case "${2:-}" in dir:* | /*) [ ! -d "${2#dir:}" ] || scans=directory ;; esac
[ "$kind" = quick ] || [ -n "$scans" ] || compiler='-XX:Tier4InvocationThreshold=500000 -XX:Tier4MinInvocationThreshold=60000
    -XX:Tier4CompileThreshold=1500000 -XX:Tier4BackEdgeThreshold=4000000 -XX:CompileCommand=quiet
    -XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::implCompressMultiBlock0,0.001
    -XX:+IgnoreUnrecognizedVMOptions -XX:-C1ProfileCalls -XX:-C1ProfileVirtualCalls -XX:-C1ProfileInlinedCalls -XX:-C1ProfileBranches
    -XX:-C1ProfileCheckcasts'

# What Java does not tell the program: which of its streams are terminals.
tty=
[ ! -t 0 ] || tty=in
[ ! -t 1 ] || tty=$tty,out
[ ! -t 2 ] || tty=$tty,err

# Nor how wide they are; a shell knows, and keeps it to itself.
if [ -n "$tty" ] && [ -z "${COLUMNS:-}" ]; then
    size=$(stty size 2>/dev/null </dev/tty) || size=
    case $size in *' '[1-9]*) export COLUMNS="${size#* }" ;; esac
fi

# At the address for which the archive was made, Java need not change its pages one by one. Elsewhere it lies only to be
# harder to find for hostile native code, and no quick command calls any.
fixed=
if [ "$kind" = quick ] && [ -n "$archive" ]; then
    fixed='-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0'
fi

# Without the jar's manifest, Java need not open the jar, whose classes are in the archive. It allows native code.
if [ "$kind" = quick ] && [ -n "$archive" ]; then
    set -- -cp "$jar" dev.whittle.cli.Main "$@"
else
    set -- -jar "$jar" "$@"
fi

# A release has its native libraries as files: nothing is unpacked into a /tmp that may be read-only or mounted noexec.
# Java's own log would go to standard output, which is the command's.
# shellcheck disable=SC2086 # several options each, or none
exec "$java" $collector $compiler $fixed -XX:-UsePerfData -Xlog:disable ${archive:+"$option=$archive"} -Dwhittle.tty="$tty" \
    ${runtime:+"-Djna.boot.library.path=$home/lib/native" -Djna.nounpack=true} ${runtime:+"-DZstdNativePath=$home/lib/native/libzstd-jni.so"} "$@"
