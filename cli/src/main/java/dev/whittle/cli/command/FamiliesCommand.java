package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.HelpOptions;
import dev.whittle.discover.Catalogue;
import dev.whittle.discover.evidence.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "families",
        header = "List the families of hidden dependencies: what programs need and the loader cannot see.",
        description = {
            "",
            "What a family finds to be required or recommended is kept; what is only possible is reported, and kept with "
                    + "--with FAMILY. Each kept path says why: whittle layer --report."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle families",
            "  whittle families --families mine.json                     and those that this file describes",
            "  whittle layer /usr/bin/curl --without all -o curl.tar     what the loader opens, and nothing else",
            "  whittle layer /usr/bin/iconv --with gconv-all -o iconv.tar"
        })
public final class FamiliesCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--families",
            paramLabel = "FILE",
            description = "List the families too that this JSON file describes (docs/families.md).")
    List<String> files = new ArrayList<>();

    @Mixin
    HelpOptions help = new HelpOptions();

    public FamiliesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        List<Family> all = new ArrayList<>(Catalogue.families());
        FamilyRules.of(console, files).forEach(rule -> all.add(rule.family()));
        int width =
                all.stream().mapToInt(family -> family.name().length()).max().orElse(0);
        for (Family family : all) {
            console.print(family.name() + " ".repeat(width - family.name().length() + 2)
                    + RawText.visible(family.looksFor()) + "\n");
        }
        return ExitCode.DONE;
    }
}
