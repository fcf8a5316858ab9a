package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.bytes.ShellWord;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.console.Similar;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.discover.Catalogue;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.rules.BadRulesException;
import dev.whittle.discover.rules.Rule;
import dev.whittle.discover.rules.RuleReader;
import dev.whittle.path.HostPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The families that a user describes in files. */
final class FamilyRules {
    private static final int MAX_FAMILIES = 8 << 20;

    private FamilyRules() {}

    /** The rules of the files that options name, after a check that every family that is named exists. */
    static List<Rule> of(Console console, FamilyOptions options) throws FailureException {
        Optional<String> problem = options.problem();
        if (problem.isPresent()) {
            throw new FailureException(ExitCode.USAGE, problem.get());
        }
        List<Rule> more = of(console, options.files());
        List<String> unknown = Catalogue.unknown(options.choice(), more);
        if (!unknown.isEmpty()) {
            String files = options.files().stream()
                    .map(file -> " --families " + ShellWord.quoted(file))
                    .collect(Collectors.joining());
            throw new FailureException(
                    ExitCode.USAGE,
                    RawText.visible(unknown.get(0)) + ": no such family; " + meant(unknown.get(0), more)
                            + "see whittle families" + RawText.visible(files));
        }
        return more;
    }

    private static String meant(String typed, List<Rule> more) {
        List<String> names = Stream.concat(
                        Catalogue.families().stream(), more.stream().map(Rule::family))
                .map(Family::name)
                .toList();
        return Similar.to(typed, names)
                .map(name -> "did you mean " + name + "? ")
                .orElse("");
    }

    /** The rules of these files, raw names. */
    static List<Rule> of(Console console, List<String> files) throws FailureException {
        List<Rule> all = new ArrayList<>();
        for (String file : files) {
            String shown = file.equals("-") ? "standard input" : RawText.visible(file);
            try (InputStream in = file.equals("-")
                    ? console.environment().in()
                    : Files.newInputStream(HostPath.of(console.environment().workingDirectory(), file))) {
                byte[] content = in.readNBytes(MAX_FAMILIES + 1);
                if (content.length > MAX_FAMILIES) {
                    throw new FailureException(ExitCode.INPUT, shown + ": too long for a file of families");
                }
                all.addAll(RuleReader.read(content, file, Catalogue.families(), all));
            } catch (BadRulesException e) {
                throw new FailureException(ExitCode.INPUT, shown + ": " + e.reason(), e);
            } catch (IOException e) {
                throw new FailureException(ExitCode.INPUT, shown + ": " + Messages.reason(e), e);
            }
        }
        return all;
    }
}
