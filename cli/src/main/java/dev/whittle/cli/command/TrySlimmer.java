package dev.whittle.cli.command;

import dev.whittle.cli.console.FailureException;
import dev.whittle.trial.Missing;
import dev.whittle.trial.Trial;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Gives the image that the original is compared with. */
interface TrySlimmer extends Trial.Slimmer<FailureException>, Closeable {
    @Override
    Trial.Slim make(List<Missing> tried) throws FailureException, IOException;

    @Override
    default void close() throws IOException {}
}
