package dev.whittle.golang;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.ElfReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The programs that a Go executable starts, as far as its code names them: calls of {@code os/exec} and the functions
 * below it, and of functions that pass a name on to these. Code of x86-64 and 64-bit Arm, compiled by Go 1.18 or later.
 */
public final class ProgramCalls {
    private static final int EM_X86_64 = 62;
    private static final int EM_AARCH64 = 183;

    /** Packages that start what they are asked to. */
    private static final Set<String> STARTERS = Set.of("os/exec", "os", "syscall");

    /** The parameters of functions: a string is two, a slice is three, an interface is two. */
    private static final Map<String, Template> FUNCTIONS = Map.of(
            "os/exec.Command", Template.of(0, 2, 0),
            "os/exec.CommandContext", Template.of(2, 4, 0),
            "os/exec.LookPath", Template.looksFor(0),
            "os.StartProcess", Template.of(0, 2, 1),
            "syscall.StartProcess", Template.of(0, 2, 1),
            "syscall.ForkExec", Template.of(0, 2, 1),
            "syscall.Exec", Template.of(0, 2, 1));

    private static final String DUFF_COPY = "runtime.duffcopy";
    private static final String NEW_OBJECT = "runtime.newobject";

    /** The write barriers of Go 1.18 to 1.20, by register, and of later versions, by number of pointers. */
    private static final List<String> BARRIERS = List.of(
            "runtime.gcWriteBarrier",
            "runtime.gcWriteBarrierCX",
            "runtime.gcWriteBarrierDX",
            "runtime.gcWriteBarrierBX",
            "runtime.gcWriteBarrierBP",
            "runtime.gcWriteBarrierSI",
            "runtime.gcWriteBarrierR8",
            "runtime.gcWriteBarrierR9",
            "runtime.gcWriteBarrier1",
            "runtime.gcWriteBarrier2",
            "runtime.gcWriteBarrier3",
            "runtime.gcWriteBarrier4",
            "runtime.gcWriteBarrier5",
            "runtime.gcWriteBarrier6",
            "runtime.gcWriteBarrier7",
            "runtime.gcWriteBarrier8");

    /** Functions that pass a name on to functions that pass it on. */
    private static final int MAX_ROUNDS = 4;

    private static final int MAX_TARGETS = 256;

    /** Functions that are followed, in all rounds. */
    private static final int MAX_FOLLOWED = 4096;

    private static final int MAX_FUNCTION = 1 << 20;
    private static final int MAX_NAME = 4096;
    private static final int MAX_TEXT = 1 << 16;

    private final Memory memory;
    private final FunctionTable table;
    private final InstructionSet machine;
    private final Optional<BuildInfo> build;
    private final Map<Integer, Set<Template>> found = new LinkedHashMap<>();
    private int followed;

    private ProgramCalls(Memory memory, FunctionTable table, InstructionSet machine, Optional<BuildInfo> build) {
        this.memory = memory;
        this.table = table;
        this.machine = machine;
        this.build = build;
    }

    /**
     * The calls whose program is named by a literal, or by the initial value of a variable.
     *
     * @param path how messages name the file, raw
     * @return none if it is no Go program, or one that cannot be read
     * @throws IOException if the content cannot be read
     */
    public static List<ProgramCall> of(String path, ByteSource content) throws IOException {
        Memory memory;
        try {
            memory = new Memory(content, ElfReader.map(path, content));
        } catch (BadElfException e) {
            return List.of();
        }
        ElfHeader header = memory.map().header();
        Optional<InstructionSet> machine = machine(header);
        if (machine.isEmpty() || header.bits() != 64 || header.order() != ByteOrder.LITTLE_ENDIAN) {
            return List.of();
        }
        Optional<FunctionTable> table = FunctionTable.read(path, memory);
        return table.isEmpty()
                ? List.of()
                : new ProgramCalls(memory, table.get(), machine.get(), BuildInfo.of(content)).calls();
    }

    private static Optional<InstructionSet> machine(ElfHeader header) {
        return switch (header.machine()) {
            case EM_X86_64 -> Optional.of(new Amd64());
            case EM_AARCH64 -> Optional.of(new Arm64());
            default -> Optional.empty();
        };
    }

    private List<ProgramCall> calls() throws IOException {
        List<String> wanted = new ArrayList<>(FUNCTIONS.keySet());
        wanted.add(DUFF_COPY);
        wanted.add(NEW_OBJECT);
        wanted.addAll(BARRIERS);
        Map<String, Integer> functions = table.find(wanted);
        Map<Long, Template> targets = new HashMap<>();
        for (Map.Entry<String, Template> each : FUNCTIONS.entrySet()) {
            Integer function = functions.get(each.getKey());
            if (function != null) {
                targets.put(table.entry(function), each.getValue());
            }
        }
        if (targets.isEmpty()) {
            return List.of();
        }
        Map<Long, Long> variables = memory.variables(targets.keySet());
        variables.forEach((variable, function) -> targets.put(variable, Objects.requireNonNull(targets.get(function))));
        References references = References.read(memory, table, machine, variables.keySet());
        FunctionRun.Special special = special(functions);
        Set<Long> known = new HashSet<>(targets.keySet());
        Map<Long, Template> next = targets;
        for (int round = 0; round < MAX_ROUNDS && !next.isEmpty(); round++) {
            next = round(next, references.to(next.keySet()), special);
            next.keySet().removeAll(known);
            known.addAll(next.keySet());
        }
        return results();
    }

    private FunctionRun.Special special(Map<String, Integer> functions) {
        Integer copy = functions.get(DUFF_COPY);
        Integer made = functions.get(NEW_OBJECT);
        Set<Long> barriers = new HashSet<>();
        for (String name : BARRIERS) {
            Integer barrier = functions.get(name);
            if (barrier != null) {
                barriers.add(table.entry(barrier));
            }
        }
        return new FunctionRun.Special(
                copy == null ? 0 : table.entry(copy),
                copy == null ? 0 : table.end(copy),
                made == null ? 0 : table.entry(made),
                barriers);
    }

    /** Follows all functions that call one of the targets; returns those of which the callers decide. */
    private Map<Long, Template> round(Map<Long, Template> targets, Set<Integer> callers, FunctionRun.Special special)
            throws IOException {
        Map<Long, Template> next = new LinkedHashMap<>();
        for (int function : callers) {
            String name = table.name(function);
            if (followed >= MAX_FOLLOWED || STARTERS.contains(BuildInfo.packageOf(name))) {
                continue;
            }
            followed++;
            long entry = table.entry(function);
            long length = Math.min(table.end(function) - entry, MAX_FUNCTION);
            ByteBuffer code = ByteBuffer.wrap(memory.bytes(entry, (int) length)).order(ByteOrder.LITTLE_ENDIAN);
            for (Template started : new FunctionRun(machine, special, targets).run(code, entry)) {
                if (started.name().isKnown() && !started.name().isParameter()) {
                    found.computeIfAbsent(function, key -> new LinkedHashSet<>())
                            .add(started);
                }
                if (started.dependsOnParameters() && next.size() < MAX_TARGETS) {
                    next.putIfAbsent(entry, started);
                }
            }
        }
        return next;
    }

    private List<ProgramCall> results() throws IOException {
        Set<Long> pointers = new HashSet<>();
        for (Set<Template> each : found.values()) {
            for (Template template : each) {
                template.words().forEach(word -> {
                    if (word.pointer() instanceof Value.Content content) {
                        pointers.add(content.address());
                    }
                });
            }
        }
        memory.relocate(pointers);
        Set<ProgramCall> calls = new LinkedHashSet<>();
        for (Map.Entry<Integer, Set<Template>> each : found.entrySet()) {
            String caller = table.name(each.getKey());
            boolean own = BuildInfo.isOwn(build, caller);
            for (Template template : each.getValue()) {
                Optional<String> name = text(template.name(), MAX_NAME);
                if (name.isPresent() && !name.get().isEmpty()) {
                    List<Optional<String>> arguments = new ArrayList<>();
                    for (Template.Text word :
                            template.words().subList(1, template.words().size())) {
                        arguments.add(text(word, MAX_TEXT));
                    }
                    boolean complete = template.rest().equals(Template.Text.EMPTY);
                    calls.add(new ProgramCall(caller, own, template.looks(), name.get(), arguments, complete));
                }
            }
        }
        return List.copyOf(calls);
    }

    /** A string of the file: without a NUL, since no name or argument can have one. */
    private Optional<String> text(Template.Text text, int most) throws IOException {
        OptionalLong pointer = number(text.pointer());
        OptionalLong length = number(text.length());
        if (length.isEmpty() || length.getAsLong() < 0 || length.getAsLong() > most) {
            return Optional.empty();
        }
        if (length.getAsLong() == 0) {
            return Optional.of("");
        }
        if (pointer.isEmpty()) {
            return Optional.empty();
        }
        boolean isData = memory.part(pointer.getAsLong())
                .filter(part -> !part.executable())
                .isPresent();
        String read = isData ? RawText.of(memory.bytes(pointer.getAsLong(), (int) length.getAsLong())) : "";
        return read.length() == length.getAsLong() && read.indexOf('\0') < 0 ? Optional.of(read) : Optional.empty();
    }

    private OptionalLong number(Value value) throws IOException {
        if (value instanceof Value.Constant constant) {
            return OptionalLong.of(constant.value());
        }
        return value instanceof Value.Content content ? memory.word(content.address()) : OptionalLong.empty();
    }
}
