package dev.whittle.cli.help;

import dev.whittle.transport.Transports;

/** Lists of what sources and destinations look like, for which the texts of options have names. */
final class Forms {
    private Forms() {}

    static String insert(String text) {
        return text.indexOf('{') < 0
                ? text
                : text.replace("{sources}", Transports.sourceForms())
                        .replace("{source-images}", Transports.sourceForms(true))
                        .replace("{source-roots}", Transports.sourceForms(false))
                        .replace("{destination-images}", Transports.destinationForms(true))
                        .replace("{destination-roots}", Transports.destinationForms(false));
    }
}
