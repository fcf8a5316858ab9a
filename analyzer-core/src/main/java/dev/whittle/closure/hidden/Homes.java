package dev.whittle.closure.hidden;

import dev.whittle.closure.AccountFile;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where the image's process has its home: HOME, else what passwd says of its user (runc, libcontainer/init_linux.go). */
final class Homes {
    private static final int UID = 2;
    private static final int HOME = 5;

    private Homes() {}

    static Optional<RootPath> own(Scene scene) throws IOException {
        Optional<String> home = scene.variable("HOME");
        if (home.isPresent()) {
            return scene.directory(home.get());
        }
        String user =
                scene.config().map(config -> config.user().split(":", 2)[0]).orElse("");
        String wanted = user.isEmpty() ? "0" : user;
        for (String line : AccountFile.read(scene.root(), AccountFile.PASSWD).lines()) {
            List<String> fields = AccountFile.fields(line);
            if (fields.size() > HOME
                    && (fields.get(0).equals(wanted) || fields.get(UID).equals(wanted))) {
                return scene.directory(fields.get(HOME));
            }
        }
        return Optional.empty();
    }
}
