package dev.whittle.cli.options;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.closure.AccountChoice;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which users the output has. */
@Heading("What to keep")
public final class AccountOptions {
    @Option(
            names = "--add-user",
            paramLabel = "NAME[:UID]",
            description = "Write lines for this user and its group into /etc/passwd and /etc/group, after those of the"
                    + " source; without a source, after root alone. UID: 65532 unless given, 65534 for nobody."
                    + " The image's User stays as it is: --user changes it.")
    List<String> addUser = new ArrayList<>();

    @Option(
            names = "--trim-users",
            description =
                    "Cut /etc/passwd, /etc/group and their shadows to who is needed: root, the image's User, added"
                            + " users, owners of what is kept, and those whom kept programs and configuration name.")
    boolean trimUsers;

    /** @param fromSource whether the root's users are used; otherwise they are those of this machine */
    public AccountChoice choice(boolean fromSource) throws FailureException {
        try {
            return new AccountChoice(AccountChoice.parse(addUser), fromSource, trimUsers);
        } catch (IllegalArgumentException e) {
            throw new FailureException(ExitCode.USAGE, "--add-user " + e.getMessage(), e);
        }
    }

    boolean any() {
        return trimUsers || !addUser.isEmpty();
    }
}
