package dev.whittle.cli.command;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.path.HostPath;
import dev.whittle.pipeline.PipelineException;
import dev.whittle.stream.SpoolException;

/** Calls of the core, whose failures become messages with an exit code. */
public final class Core {
    private Core() {}

    /**
     * A call.
     *
     * @param <T> its result
     * @param <X> another failure, which is passed on
     */
    @FunctionalInterface
    public interface Call<T, X extends Exception> {
        T run() throws PipelineException, FailureException, X;
    }

    /**
     * A call without a result.
     *
     * @param <X> another failure, which is passed on
     */
    @FunctionalInterface
    public interface Action<X extends Exception> {
        void run() throws PipelineException, FailureException, X;
    }

    public static <T, X extends Exception> T call(Call<T, X> call) throws FailureException, X {
        try {
            return call.run();
        } catch (PipelineException e) {
            throw failure(e);
        }
    }

    public static <X extends Exception> void run(Action<X> action) throws FailureException, X {
        try {
            action.run();
        } catch (PipelineException e) {
            throw failure(e);
        }
    }

    private static FailureException failure(PipelineException e) {
        // Reading back needs temporary files as well: the output is not at fault.
        if (e.getCause() instanceof SpoolException spool) {
            return FailureException.ofSpool(HostPath.raw(spool.directory()), spool.failure());
        }
        int exitCode =
                switch (e.kind()) {
                    case REQUEST -> ExitCode.USAGE;
                    case INPUT -> ExitCode.INPUT;
                    case OUTPUT -> ExitCode.OUTPUT;
                    case INTERNAL -> ExitCode.INTERNAL;
                };
        return new FailureException(exitCode, e.raw(), e.getCause() == null ? e : e.getCause());
    }
}
