package dev.whittle.process;

import dev.whittle.path.RootPath;
import java.util.Optional;
import java.util.Set;

/** inittab(5), and busybox, init/init.c: {@code id:runlevels:action:process}, started by init. */
final class Inittab {
    private static final int FIELDS = 4;

    private final ProcessModel model;
    private final Invocation invocation;
    private final Event.Certainty certainty;
    private final int depth;

    Inittab(ProcessModel model, Invocation invocation, Event.Certainty certainty, int depth) {
        this.model = model;
        this.invocation = invocation;
        this.certainty = certainty;
        this.depth = depth;
    }

    void follow() {
        Optional<RootPath> table = model.files().file("/etc/inittab", "/");
        if (table.isEmpty()) {
            return;
        }
        Optional<RootPath> real = Optional.of(model.files().real(table.get()));
        Where opened = new Where(
                invocation.program().raw() + " is an init, and reads it",
                Optional.of(model.files().real(invocation.program())));
        model.event(new Event.Interpreted(opened, table.get()));
        int number = 0;
        for (String line : model.content(table.get()).split("\n", -1)) {
            number++;
            String[] fields = line.strip().split(":", FIELDS);
            if (fields.length < FIELDS || line.startsWith("#")) {
                continue;
            }
            String process = fields[FIELDS - 1].strip();
            String text = process.startsWith("-") || process.startsWith("+") ? process.substring(1) : process;
            Where where = Where.line(number, table.get().raw(), real);
            boolean atStart = Set.of("sysinit", "wait", "boot", "bootwait", "once", "respawn")
                    .contains(fields[FIELDS - 2].strip());
            if (!text.isEmpty()) {
                model.shellText(
                        text,
                        invocation.environment(),
                        "/",
                        where,
                        atStart && depth < 2 ? certainty : Event.Certainty.CONDITIONAL);
            }
        }
    }
}
