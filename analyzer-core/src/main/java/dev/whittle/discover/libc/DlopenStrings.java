package dev.whittle.discover.libc;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.FileTies;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.LibraryOpeners;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Strings that look like names of libraries. In files that load libraries they are a guess, kept where it costs little;
 * but a library in a plugin directory that the same file names, or next to the file, is certain.
 */
public final class DlopenStrings implements Detector {
    private static final Pattern SONAME = Pattern.compile("[A-Za-z0-9_+.-]+\\.so(\\.[0-9]+)*+");
    private static final StringExtractor<List<String>> SONAMES = StringExtractor.matching(".so", SONAME);
    private static final Pattern FORMAT = Pattern.compile(
            "lib[A-Za-z0-9_+-]{2,}+[A-Za-z0-9_.+%-]*+\\.?so[A-Za-z0-9.%]*+|lib[A-Za-z0-9_+-]{2,}+[.%A-Za-z0-9_+-]*+");
    private static final Pattern CONVERSION = Pattern.compile("%[0-9.]*+[sdui]");
    private static final StringExtractor<List<String>> FORMATS = StringExtractor.where(string -> string.indexOf('%') > 0
            && string.contains(".so")
            && FORMAT.matcher(string).matches());

    /** The default search directories of the loader: dl-load.c, the system directories of each architecture. */
    private static final List<String> SEARCHED =
            List.of("/lib", "/usr/lib", "/lib64", "/usr/lib64", "/lib/*-linux-*", "/usr/lib/*-linux-*");

    private static final int MAX_OF_FORMAT = 16;

    /** Limit for what a library may load, in bytes: it is part of many programs, few of which use all of it. */
    private static final long SMALL = 256 << 10;

    /** Limit for a library that a file of the image's author names, in bytes. */
    private static final long MAX_OF_AUTHOR = 16L << 20;

    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_.@+-]+(/[A-Za-z0-9_.@+-]+)++/?");

    /** A library that a file holds the name of. */
    private record Named(Context.Elf elf, String opener, String name, RootPath library) {}

    @Override
    public Family family() {
        return new Family(
                "dlopen-strings",
                "names of libraries in files that open some, and formats of such names; plugins in a directory that the file names");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        List<Named> named = new ArrayList<>();
        for (Context.Elf elf : context.elfs()) {
            if (elf.isLibc() || context.isIncidental(elf.path())) {
                continue;
            }
            findings.because(elf.path());
            Optional<String> opener = LibraryOpeners.imported(context, elf);
            List<String> names = context.read(elf, SONAMES).stream()
                    .filter(string ->
                            !string.equals(elf.name()) && !elf.facts().needed().contains(string))
                    .toList();
            if (opener.isPresent()) {
                formats(context, elf, opener.get(), findings);
            }
            Set<RootPath> directories = names.isEmpty() ? Set.of() : directories(context, elf);
            for (String name : names) {
                String evidence = elf.path().raw() + " holds the string " + name;
                for (RootPath directory : directories) {
                    findings.file(
                            Finding.Level.RECOMMENDED,
                            evidence + ", and names " + directory.raw(),
                            context.file(directory.raw() + "/" + name));
                }
                if (!SystemPaths.isSharedByPrograms(elf.path().parent())) {
                    findings.file(
                            Finding.Level.RECOMMENDED,
                            evidence + ", which lies beside it",
                            context.file(elf.path().parent().raw() + "/" + name));
                }
                if (opener.isPresent()) {
                    context.library(elf, name)
                            .ifPresent(library -> named.add(new Named(elf, opener.get(), name, library)));
                }
            }
        }
        readOwners(context, named);
        for (Named each : named) {
            findings.because(each.elf().path());
            String evidence =
                    each.elf().path().raw() + " imports " + each.opener() + " and holds the string " + each.name();
            Optional<String> tie = tie(context, each);
            if (tie.isPresent()) {
                findings.file(
                        Finding.Level.RECOMMENDED,
                        evidence + ", and its package depends on " + tie.get(),
                        Optional.of(each.library()));
            } else if (isOfAuthor(context, each.elf().path()) && size(context, each.library()) <= MAX_OF_AUTHOR) {
                findings.file(
                        Finding.Level.EXPECTED,
                        evidence + "; it is of no package, so nothing else says what it needs",
                        Optional.of(each.library()));
            } else {
                boolean cheap = each.elf().isProgram() || size(context, each.library()) <= SMALL;
                findings.file(
                        cheap ? Finding.Level.UNCERTAIN : Finding.Level.POSSIBLE,
                        evidence,
                        Optional.of(each.library()));
            }
        }
    }

    /** In one pass over the lists of all packages. */
    private void readOwners(Context context, List<Named> named) throws IOException {
        if (context.packages().isEmpty()) {
            return;
        }
        Set<RootPath> files = new TreeSet<>();
        for (Named each : named) {
            files.add(each.elf().path());
            files.add(context.real(each.library()));
        }
        context.owners(files);
    }

    /** The package of the library, if that of the file depends on it. */
    private static Optional<String> tie(Context context, Named named) throws IOException {
        RootPath library = context.real(named.library());
        return FileTies.of(context, named.elf().path(), Set.of(library)).of(library);
    }

    /** Whether no package has a file, in a root with packages: the author of the image added it. */
    private static boolean isOfAuthor(Context context, RootPath file) throws IOException {
        return !context.packages().isEmpty() && !context.owners(List.of(file)).containsKey(file);
    }

    private static long size(Context context, RootPath file) throws IOException {
        return context.node(file).orElse(null) instanceof Node.RegularFile node ? node.size() : 0;
    }

    /**
     * Names that are formatted at run time: {@code libx.so.%d}, {@code libx-%s.so}. Any library with such a name may be
     * meant.
     */
    private void formats(Context context, Context.Elf elf, String opener, Findings findings) throws IOException {
        for (String format : context.read(elf, FORMATS)) {
            String pattern = CONVERSION.matcher(format).replaceAll("*");
            Set<RootPath> found = new TreeSet<>();
            for (String directory : SEARCHED) {
                found.addAll(context.glob(directory + "/" + pattern));
            }
            String evidence = elf.path().raw() + " imports " + opener + " and holds the format " + format;
            if (found.isEmpty() || found.size() > MAX_OF_FORMAT) {
                continue;
            }
            FileTies tied = FileTies.of(context, elf.path(), found);
            for (RootPath path : found) {
                Optional<String> tie = tied.of(path);
                findings.file(
                        tie.isPresent() ? Finding.Level.RECOMMENDED : Finding.Level.UNCERTAIN,
                        evidence
                                + tie.map(name -> ", and its package depends on " + name)
                                        .orElse(""),
                        context.file(path.raw()));
            }
        }
    }

    /** The directories that a file names, as strings or for its loader, except those that contain every library. */
    private static Set<RootPath> directories(Context context, Context.Elf elf) throws IOException {
        Set<RootPath> directories = new TreeSet<>();
        List<String> strings = new ArrayList<>(context.strings(elf));
        elf.facts().rpath().ifPresent(strings::add);
        elf.facts().runpath().ifPresent(strings::add);
        for (String string : strings) {
            if (PATH.matcher(string).matches()) {
                context.directory(string)
                        .filter(directory -> !SystemPaths.isSharedByPrograms(directory))
                        .ifPresent(directories::add);
            }
        }
        return directories;
    }
}
