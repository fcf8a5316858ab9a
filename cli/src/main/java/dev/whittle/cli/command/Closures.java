package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureCalculator;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.hidden.Catalogue;
import dev.whittle.closure.hidden.FamilyChoice;
import dev.whittle.elf.BadElfException;
import dev.whittle.report.Rights;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/** Asks the core for a closure, its failures as one line each. */
final class Closures {
    private Closures() {}

    static Closure of(Resolver resolver, ClosureRequest request) throws FailureException {
        try {
            return ClosureCalculator.calculate(resolver, request);
        } catch (BadElfException e) {
            throw new FailureException(ExitCode.INPUT, RawText.ofText(String.valueOf(e.getMessage())), e);
        } catch (FileSystemException e) {
            String file = Messages.file(e);
            throw new FailureException(ExitCode.INPUT, file + (file.isEmpty() ? "" : ": ") + Messages.reason(e), e);
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, Messages.reason(e), e);
        }
    }

    /** What of the closure gives rights. */
    static Rights rights(Closure closure, RootFs root) throws FailureException {
        try {
            return Rights.of(closure.selection(), root);
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, Messages.reason(e), e);
        }
    }

    static Catalogue catalogue(Resolver resolver, Catalogue.Surroundings surroundings, FamilyChoice choice)
            throws FailureException {
        List<String> unknown = Catalogue.unknown(choice);
        if (!unknown.isEmpty()) {
            throw new FailureException(
                    ExitCode.USAGE, RawText.visible(unknown.get(0)) + ": no such family; see whittle families");
        }
        Catalogue catalogue = new Catalogue(resolver, surroundings, choice);
        try {
            Optional<String> conflict = catalogue.conflict();
            if (conflict.isPresent()) {
                throw new FailureException(ExitCode.USAGE, "--add-user " + RawText.visible(conflict.get()));
            }
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, "/etc/passwd: " + Messages.reason(e), e);
        }
        return catalogue;
    }
}
