package dev.whittle.cli.command;

import dev.whittle.closure.Closure;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.LibraryLocator;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.scan.Verification;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The way out of each thing that is missing. */
final class VerifyRemedies {
    private final Resolver resolver;
    private final Map<RootPath, Resolution> resolutions = new HashMap<>();

    VerifyRemedies(Resolver resolver) {
        this.resolver = resolver;
    }

    void know(Closure closure) {
        closure.resolutions()
                .forEach(resolution -> resolutions.put(resolution.program().realPath(), resolution));
    }

    /** Raw. */
    String of(Verification.Gap gap) {
        return switch (gap.kind()) {
            case START -> "change the image's configuration, or add what it names";
            case LOADER -> loader(gap);
            case LIBRARY -> library(gap);
            case FATAL -> "put a library for the program's machine in its place";
            case VERSION -> "take program and library from one release";
            case FILE -> "add it, or leave its family out with --without";
        };
    }

    private String loader(Verification.Gap gap) {
        Optional<String> other = gap.program()
                .map(resolutions::get)
                .flatMap(resolution -> ask(resolution, whereabouts -> whereabouts.otherLoader(gap.name())));
        return other.map(loader -> "the root has " + loader + ": take a program that is built for that C library")
                .orElse("add it, or take a program that is linked statically");
    }

    private String library(Verification.Gap gap) {
        Optional<RootPath> elsewhere = gap.name().indexOf('/') >= 0
                ? Optional.empty()
                : gap.program()
                        .map(resolutions::get)
                        .flatMap(resolution -> ask(resolution, whereabouts -> whereabouts.find(gap.name())));
        return elsewhere
                .map(path -> "it is at " + path.raw() + ": set LD_LIBRARY_PATH="
                        + path.parent().raw() + ", or add that directory to the loader's")
                .orElse("add it from the image that the program comes from");
    }

    private interface Question<T> {
        Optional<T> ask(LibraryLocator whereabouts) throws IOException;
    }

    private <T> Optional<T> ask(Resolution resolution, Question<T> question) {
        try {
            return question.ask(
                    new LibraryLocator(resolver, resolution.program().facts().header()));
        } catch (IOException e) {
            return Optional.empty(); // hints are worth no second error
        }
    }
}
