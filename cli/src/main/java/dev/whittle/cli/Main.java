package dev.whittle.cli;

/** {@code java -jar whittle.jar}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int exit = Cli.run(HostEnvironment.rawArguments(arguments), HostEnvironment.current());
        // On a JDK 21 and newer, System.exit asks for a logger first, by a service that the jar may have: it is opened
        // and
        // its directory read, a sixth of a short command's time. Whoever returns has no such question.
        if (exit != 0) {
            System.exit(exit);
        }
    }
}
