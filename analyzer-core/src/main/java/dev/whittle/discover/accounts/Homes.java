package dev.whittle.discover.accounts;

import dev.whittle.closure.AccountFile;
import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The home directory of the image's process: HOME, otherwise the one in passwd (runc, libcontainer/init_linux.go). */
public final class Homes {
    private static final int UID = 2;
    private static final int HOME = 5;

    private Homes() {}

    public static Optional<RootPath> own(Context context) throws IOException {
        Optional<String> home = context.variable("HOME");
        if (home.isPresent()) {
            return context.directory(home.get());
        }
        String user =
                context.config().map(config -> config.user().split(":", 2)[0]).orElse("");
        String wanted = user.isEmpty() ? "0" : user;
        for (String line : AccountFile.read(context.root(), AccountFile.PASSWD).lines()) {
            List<String> fields = AccountFile.fields(line);
            if (fields.size() > HOME
                    && (fields.get(0).equals(wanted) || fields.get(UID).equals(wanted))) {
                return context.directory(fields.get(HOME));
            }
        }
        return Optional.empty();
    }
}
