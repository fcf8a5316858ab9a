package dev.whittle.registry;

import java.io.IOException;
import java.util.Optional;

/** Finds who asks. Called once for a repository, and only if its registry wants to know. */
@FunctionalInterface
public interface Credentials {
    Credentials NONE = name -> Optional.empty();

    /** @throws IOException if a file or a helper that should have it cannot be read */
    Optional<Login> find(RemoteName name) throws IOException;
}
