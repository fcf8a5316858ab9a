package dev.whittle.pipeline;

import dev.whittle.bytes.IoMessage;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureCalculator;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.discover.Catalogue;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.discover.evidence.ProcessEnvironment;
import dev.whittle.discover.rules.Rule;
import dev.whittle.elf.BadElfException;
import dev.whittle.report.Rights;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Closures and what belongs to them, with each failure as one line. */
public final class Closures {
    private Closures() {}

    public static Closure of(Resolver resolver, ClosureRequest request) throws PipelineException {
        try {
            return ClosureCalculator.calculate(resolver, request);
        } catch (BadElfException e) {
            throw new PipelineException(
                    PipelineException.Kind.INPUT, RawText.ofText(String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new PipelineException(PipelineException.Kind.INPUT, IoMessage.told(e), e);
        }
    }

    /** What of the closure gives rights; in an output with owners or without. */
    public static Rights rights(Closure closure, RootFs root, boolean owners) throws PipelineException {
        try {
            return Rights.of(closure.selection(), root, owners);
        } catch (IOException e) {
            throw new PipelineException(PipelineException.Kind.INPUT, IoMessage.told(e), e);
        }
    }

    /** The detectors of families, of which all that are chosen exist. */
    public static Catalogue catalogue(
            Resolver resolver, ProcessEnvironment environment, FamilyChoice choice, List<Rule> rules)
            throws PipelineException {
        Catalogue catalogue = new Catalogue(resolver, environment, choice, rules);
        try {
            Optional<String> conflict = catalogue.conflict();
            if (conflict.isPresent()) {
                throw new PipelineException(
                        PipelineException.Kind.REQUEST, "--add-user " + RawText.visible(conflict.get()));
            }
        } catch (IOException e) {
            throw PipelineException.unreadable("/etc/passwd", e);
        }
        return catalogue;
    }
}
