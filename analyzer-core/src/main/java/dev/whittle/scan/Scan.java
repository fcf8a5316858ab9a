package dev.whittle.scan;

import dev.whittle.elf.BadElfException;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Resolution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Every ELF file of a root, with the closure of each. */
public final class Scan {
    private static final int STEP = 16;

    private final Resolver resolver;
    private final ScanRequest request;
    private final ScanRequest.Progress progress;
    private final SymbolCheck symbols;

    private Scan(Resolver resolver, ScanRequest request, ScanRequest.Progress progress) {
        this.resolver = resolver;
        this.request = request;
        this.progress = progress;
        this.symbols = new SymbolCheck(resolver.root());
    }

    /** @throws IOException if the root cannot be read, or a requested path does not exist */
    public static ScanResult run(Resolver resolver, ScanRequest request, ScanRequest.Progress progress)
            throws IOException {
        try {
            return new Scan(resolver, request, progress).run();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private ScanResult run() throws IOException {
        Inventory inventory = Inventory.of(resolver.facts(), request.below(), progress);
        List<ScannedFile> files = inventory.files();
        SpecialRights rights = SpecialRights.of(resolver.root(), inventory);
        List<ResolutionSummary> answers = answers(files, rights);
        List<ScanFinding> findings = new ArrayList<>();
        for (ScannedFile file : files) {
            damaged(file).ifPresent(findings::add);
            findings.addAll(Hardening.check(resolver, file));
            findings.addAll(SearchPathCheck.check(resolver, file));
        }
        findings.addAll(rights.findings());
        findings.addAll(new MissingCheck(answers, program -> resolve(program, rights)).findings());
        findings.addAll(LibraryCheck.findings(resolver.root(), files, answers));
        findings.addAll(SymbolFindings.of(answers));
        SortedMap<String, Integer> machines = machines(files);
        findings.addAll(MachineCheck.findings(files, machines));
        Collections.sort(findings);
        int programs = (int) files.stream().filter(ScannedFile::isProgram).count();
        int libraries = (int) files.stream().filter(ScannedFile::isLibrary).count();
        return new ScanResult(
                inventory.seen(),
                programs,
                libraries,
                files.size() - programs - libraries,
                machines,
                findings,
                inventory.remarks(),
                elf(files, answers));
    }

    private static List<ScannedElf> elf(List<ScannedFile> files, List<ResolutionSummary> answers) {
        Map<RootPath, List<RootPath>> needs = new HashMap<>();
        answers.forEach(answer -> needs.put(answer.file().path(), answer.needs()));
        return files.stream()
                .map(file -> new ScannedElf(
                        file.path(),
                        file.isProgram()
                                ? ScannedElf.Kind.PROGRAM
                                : file.isLibrary() ? ScannedElf.Kind.LIBRARY : ScannedElf.Kind.OTHER,
                        file.node().size(),
                        needs.getOrDefault(file.path(), List.of())))
                .toList();
    }

    private List<ResolutionSummary> answers(List<ScannedFile> files, SpecialRights rights) {
        AtomicLong done = new AtomicLong();
        return files.parallelStream()
                .filter(file -> file.toResolve().isPresent())
                .map(file -> {
                    long count = done.incrementAndGet();
                    if (count % STEP == 0) {
                        long half = ScanRequest.Progress.HALF;
                        progress.update(half + half * count / files.size(), 2 * half);
                    }
                    Resolution resolution = resolve(file, rights);
                    try {
                        Optional<SymbolAnswer> symbolAnswer =
                                isAsked(resolution) ? Optional.of(symbols.check(resolution)) : Optional.empty();
                        return ResolutionSummary.of(file, resolution, resolver.root(), symbolAnswer);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    /** A program without its loader has no symbols but its own, for one reason. */
    private boolean isAsked(Resolution resolution) {
        boolean lost = resolution
                .interpreter()
                .filter(interpreter -> interpreter.isMissing())
                .isPresent();
        return request.symbols() && !lost;
    }

    /** A file with capabilities runs in secure mode, like a set-id one. */
    private Resolution resolve(ScannedFile file, SpecialRights rights) {
        try {
            Program program = file.toResolve().orElseThrow();
            LoaderOptions options = request.options();
            return resolver.resolve(
                    program, options.withSecure(options.secure() || rights.hasCapabilities(file.path())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ScanFinding> damaged(ScannedFile file) {
        return file.inspection()
                .problem()
                .map(BadElfException::reason)
                .map(reason -> new ScanFinding(ScanRule.DAMAGED_FILE, file.path(), List.of(), List.of(), reason));
    }

    private static SortedMap<String, Integer> machines(List<ScannedFile> files) {
        SortedMap<String, Integer> machines = new TreeMap<>();
        for (ScannedFile file : files) {
            file.facts().ifPresent(facts -> machines.merge(facts.machine().name(), 1, Integer::sum));
        }
        return machines;
    }
}
