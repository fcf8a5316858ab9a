package dev.whittle.cli.command;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.HelpOptions;
import dev.whittle.closure.hidden.Catalogue;
import dev.whittle.closure.hidden.Family;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "families",
        header = "List the families of hidden dependencies: what programs need and no loader tells.",
        description = {
            "",
            "What a family finds to be required or recommended is kept; what is only possible is told, and kept with",
            "--with FAMILY. Each kept path says why: whittle layer --report."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle families",
            "  whittle layer /usr/bin/curl --without all -o curl.tar     what the loader opens, and nothing else",
            "  whittle layer /usr/bin/iconv --with gconv-all -o iconv.tar"
        })
public final class FamiliesCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HelpOptions help = new HelpOptions();

    public FamiliesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        int width = Catalogue.families().stream()
                .mapToInt(family -> family.name().length())
                .max()
                .orElse(0);
        for (Family family : Catalogue.families()) {
            console.print(family.name() + " ".repeat(width - family.name().length() + 2) + family.looksFor() + "\n");
        }
        return ExitCode.DONE;
    }
}
