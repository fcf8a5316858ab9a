package dev.whittle.cli;

/** {@code java -jar whittle.jar}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int exit = Cli.run(HostEnvironment.rawArguments(arguments), HostEnvironment.current());
        System.exit(exit);
    }
}
