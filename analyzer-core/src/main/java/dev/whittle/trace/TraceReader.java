package dev.whittle.trace;

import dev.whittle.bytes.RawText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads traces: each line is one of strace, one of the loader, or output of the program. Limited for any file. */
public final class TraceReader {
    /** Two names of PATH_MAX, each byte as {@code \x2f}, and as much for the rest. */
    static final int MAX_LINE = 1 << 16;

    private static final int SHOWN = 3;
    private static final int SHOWN_LINE = 80;
    private static final String UNFINISHED = "<unfinished ...>";
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. ([a-z0-9_]+) resumed>");
    private static final Pattern ATTACHED =
            Pattern.compile("(?:strace: )?Process ([0-9]{1,9}) (?:attached|detached).*");
    private static final Pattern SUPERSEDED = Pattern.compile("\\+\\+\\+ superseded by execve in pid ([0-9]{1,9}) .*");
    private static final Pattern ENDED = Pattern.compile("\\+\\+\\+ (?:exited with|killed by) .*");
    private static final Pattern OTHER = Pattern.compile("--- .* ---|strace: .*|\\[ Process PID=.*");

    private final Accesses accesses = new Accesses();
    private final Accesses failed = new Accesses();
    private final LoaderLines loader = new LoaderLines(accesses);
    private final Map<String, Integer> unplaced = new LinkedHashMap<>();
    private final List<Integer> truncated = new ArrayList<>();
    private final List<Integer> tooLong = new ArrayList<>();
    private final TracedProcesses processes;
    private final FileCalls calls;
    private int understood;
    private int line;
    private String firstStrange = "";
    private int firstStrangeLine;

    private TraceReader(Optional<String> workingDirectory) {
        this.processes = new TracedProcesses(workingDirectory);
        this.calls = new FileCalls(processes, accesses, failed, new FileCalls.Loose() {
            @Override
            public void truncated(int at) {
                truncated.add(at);
            }

            @Override
            public void unplaced(String relative, int at) {
                unplaced.putIfAbsent(relative, at);
            }
        });
    }

    /**
     * @param name of the trace, for display, raw
     * @param workingDirectory of the first process, raw, if known otherwise
     * @throws BadTraceException if no line is one of a trace
     */
    public static Trace read(InputStream in, String name, Optional<String> workingDirectory)
            throws IOException, BadTraceException {
        TraceReader reader = new TraceReader(workingDirectory);
        reader.readLines(new BufferedInputStream(in));
        if (reader.understood == 0) {
            throw new BadTraceException(reader.problem());
        }
        return new Trace(name, reader.accesses.list(), reader.failed.list(), reader.remarks());
    }

    private String problem() {
        if (firstStrangeLine == 0) {
            return "an empty file is not a trace";
        }
        String start =
                firstStrange.length() > SHOWN_LINE ? firstStrange.substring(0, SHOWN_LINE) + "..." : firstStrange;
        return "not a trace: line " + firstStrangeLine + " is neither of strace nor of the loader: "
                + RawText.visible(start);
    }

    private void readLines(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean cut = false;
        int c = in.read();
        while (c >= 0) {
            if (c == '\n') {
                take(bytes, cut);
                cut = false;
            } else if (bytes.size() < MAX_LINE) {
                bytes.write(c);
            } else {
                cut = true;
            }
            c = in.read();
        }
        if (bytes.size() > 0) {
            take(bytes, cut);
        }
    }

    private void take(ByteArrayOutputStream bytes, boolean cut) {
        line++;
        String text = RawText.of(bytes.toByteArray());
        bytes.reset();
        String plain = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (cut) {
            tooLong.add(line);
        } else if (loader.take(plain, line) || strace(plain)) {
            understood++;
            return;
        }
        if (firstStrangeLine == 0 && !plain.isBlank()) {
            firstStrangeLine = line;
            firstStrange = plain;
        }
    }

    private boolean strace(String text) {
        LinePrefix prefix = LinePrefix.of(text);
        String rest = prefix.rest();
        Matcher attached = ATTACHED.matcher(rest);
        Matcher resumed = RESUMED.matcher(rest);
        if (attached.matches()) {
            processes.attach(Integer.parseInt(attached.group(1)));
            return true;
        }
        if (rest.startsWith("+++ ")) {
            return ended(prefix, rest);
        }
        if (resumed.lookingAt()) {
            TracedProcesses.Tracee process = processes.of(prefix.pid());
            SystemCall.parse(process.end() + rest.substring(resumed.end()))
                    .ifPresent(call -> calls.take(process, call, line));
            return true;
        }
        if (SystemCall.begins(rest) && rest.endsWith(UNFINISHED)) {
            processes
                    .of(prefix.pid())
                    .begin(rest.substring(0, rest.length() - UNFINISHED.length())
                            .stripTrailing());
            return true;
        }
        Optional<SystemCall> call = SystemCall.parse(rest);
        call.ifPresent(systemCall -> calls.take(processes.of(prefix.pid()), systemCall, line));
        return call.isPresent() || OTHER.matcher(rest).matches();
    }

    private boolean ended(LinePrefix prefix, String text) {
        Matcher superseded = SUPERSEDED.matcher(text);
        if (superseded.matches()) {
            processes.supersede(processes.of(prefix.pid()), Integer.parseInt(superseded.group(1)));
            return true;
        }
        boolean ended = ENDED.matcher(text).matches();
        if (ended) {
            processes.exit(processes.of(prefix.pid()));
        }
        return ended;
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (!unplaced.isEmpty()) {
            remarks.add(count(unplaced.size(), "relative name")
                    + " cannot be placed, for the trace does not tell the working directory (strace -y does): "
                    + some(unplaced));
        }
        if (!loader.unplaced().isEmpty()) {
            remarks.add(count(loader.unplaced().size(), "library", "libraries")
                    + " cannot be placed, for the trace does not tell where they lie (LD_DEBUG=libs,files does): "
                    + some(loader.unplaced()));
        }
        lines(remarks, truncated, "a name cut short, and so unknown");
        lines(remarks, tooLong, "more than " + MAX_LINE + " bytes, and was skipped");
        if (accesses.leftOut() > 0) {
            remarks.add("more paths than can be taken: " + accesses.leftOut() + " uses were skipped");
        }
        return remarks;
    }

    private static void lines(List<String> remarks, List<Integer> lines, String subject) {
        if (!lines.isEmpty()) {
            int more = lines.size() - 1;
            remarks.add("line " + lines.get(0) + (more > 0 ? " (and " + more + " more)" : "") + " has " + subject);
        }
    }

    private static String some(Map<String, Integer> names) {
        List<String> shown = names.entrySet().stream()
                .limit(SHOWN)
                .map(entry -> RawText.visible(entry.getKey()) + " (line " + entry.getValue() + ")")
                .toList();
        int more = names.size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String count(int count, String subject) {
        return count(count, subject, subject + "s");
    }

    private static String count(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
