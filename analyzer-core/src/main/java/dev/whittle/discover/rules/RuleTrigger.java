package dev.whittle.discover.rules;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.ContentSearch;
import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Matches one trigger against what is kept. */
final class RuleTrigger {
    private final Rule.Trigger its;
    private final ContentSearch contents;
    private final InstalledPackages packages;
    private final Optional<NamePattern> path;
    private final Optional<NamePattern> soname;
    private final Optional<NamePattern> library;
    private final Optional<NamePattern> program;
    private final Optional<NamePattern> installed;

    RuleTrigger(Rule.Trigger its, ContentSearch contents, InstalledPackages packages) {
        this.its = its;
        this.contents = contents;
        this.packages = packages;
        this.path = NamePattern.of(its.path());
        this.soname = NamePattern.of(its.soname());
        this.library = NamePattern.of(its.library());
        this.program = NamePattern.of(its.program());
        this.installed = NamePattern.of(its.installed());
    }

    /**
     * @param programs the kept programs and links to some
     * @param most maximum number of matches
     */
    List<RuleMatch> matches(Context context, List<Selection.Kept> programs, int most) throws IOException {
        List<String> image = new ArrayList<>();
        if (!image(context, image)) {
            return List.of();
        }
        if (!its.isOfFile()) {
            return List.of(RuleMatch.ofImage(String.join(" and ", image)));
        }
        List<RuleMatch> matches = new ArrayList<>();
        if (its.isOfElf()) {
            for (Context.Elf elf : context.elfs()) {
                if (matches.size() < most) {
                    elf(context, elf, image).ifPresent(matches::add);
                }
            }
            return matches;
        }
        for (Selection.Kept kept : candidates(context, programs)) {
            if (matches.size() < most) {
                file(context, kept, image).ifPresent(matches::add);
            }
        }
        return matches;
    }

    private Iterable<Selection.Kept> candidates(Context context, List<Selection.Kept> programs) {
        if (path.isPresent() && path.get().isLiteral()) {
            return context.kept()
                    .get(RootPath.of(path.get().text()))
                    .map(List::of)
                    .orElse(List.of());
        }
        return program.isPresent() ? programs : context.kept().all();
    }

    private boolean image(Context context, List<String> texts) throws IOException {
        if (its.variable().isPresent()) {
            String asked = its.variable().get();
            int equals = asked.indexOf('=');
            String name = equals < 0 ? asked : asked.substring(0, equals);
            Optional<String> value = context.variable(name);
            if (value.isEmpty()
                    || (equals >= 0 && !new NamePattern(asked.substring(equals + 1)).matches(value.get()))) {
                return false;
            }
            texts.add("the image sets " + name);
        }
        if (installed.isPresent()) {
            Optional<String> name = packages.first(context, installed.get());
            if (name.isEmpty()) {
                return false;
            }
            texts.add("the package " + name.get() + " is installed");
        }
        return true;
    }

    private Optional<RuleMatch> file(Context context, Selection.Kept kept, List<String> image) throws IOException {
        RootPath at = kept.path();
        if (path.filter(pattern -> !pattern.matches(at.raw())).isPresent()
                || program.filter(pattern -> !pattern.matches(at.name())).isPresent()) {
            return Optional.empty();
        }
        boolean isFile = kept.node() instanceof Node.RegularFile;
        if (its.string().isPresent() && (!isFile || !holds(context, at))) {
            return Optional.empty();
        }
        String text = its.string()
                .map(string -> at.raw() + " holds " + quoted(string))
                .orElse(at.raw() + " is kept");
        return Optional.of(RuleMatch.of(context.real(at), at, joined(text, image), captures(at)));
    }

    private Optional<RuleMatch> elf(Context context, Context.Elf elf, List<String> image) {
        RootPath at = elf.path();
        List<String> texts = new ArrayList<>();
        List<String> captures = List.of();
        if (library.isPresent()) {
            if (!library.get().matches(elf.name())) {
                return Optional.empty();
            }
            captures = library.get().captures(elf.name());
        }
        if (soname.isPresent()) {
            Optional<String> needed =
                    elf.facts().needed().stream().filter(soname.get()::matches).findFirst();
            if (needed.isEmpty()) {
                return Optional.empty();
            }
            texts.add("needs " + needed.get());
            captures = captures.isEmpty() ? soname.get().captures(needed.get()) : captures;
        }
        if (path.filter(pattern -> !pattern.matches(at.raw())).isPresent()
                || program.filter(pattern -> !pattern.matches(at.name())).isPresent()) {
            return Optional.empty();
        }
        if (its.symbol().isPresent()) {
            if (!context.imports(elf).contains(its.symbol().get())) {
                return Optional.empty();
            }
            texts.add("imports " + its.symbol().get());
        }
        if (its.string().isPresent()) {
            if (!holds(context, at)) {
                return Optional.empty();
            }
            texts.add("holds " + quoted(its.string().get()));
        }
        String text = at.raw() + " " + (texts.isEmpty() ? "is kept" : String.join(" and ", texts));
        return Optional.of(RuleMatch.of(at, at, joined(text, image), captures.isEmpty() ? captures(at) : captures));
    }

    private List<String> captures(RootPath at) {
        if (program.isPresent()) {
            return program.get().captures(at.name());
        }
        return path.isPresent() ? path.get().captures(at.raw()) : List.of();
    }

    private static String joined(String text, List<String> image) {
        return image.isEmpty() ? text : text + ", and " + String.join(" and ", image);
    }

    private boolean holds(Context context, RootPath file) {
        return contents.holds(context.root(), file, its.string().orElse(""));
    }

    private static String quoted(String string) {
        return '"' + RawText.visible(string) + '"';
    }
}
