package dev.whittle.closure.start;

import dev.whittle.closure.AccountChoice;
import dev.whittle.image.ImageConfig;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.Optional;

/**
 * What a program needs around it: accounts, directories that the engine enters or mounts over, variables for the
 * loader.
 */
final class StartEnvironment {
    private final RootFs root;
    private final ImageConfig config;
    private final ProgramSearch search;
    private final StartPlan.Starts starts;
    private final AccountChoice accounts;

    StartEnvironment(
            RootFs root, ImageConfig config, ProgramSearch search, StartPlan.Starts starts, AccountChoice accounts) {
        this.accounts = accounts;
        this.root = root;
        this.config = config;
        this.search = search;
        this.starts = starts;
    }

    void collect() throws IOException {
        entry(Accounts.PASSWD.raw(), "the engine looks users up in it");
        entry(Accounts.GROUP.raw(), "the engine looks groups up in it");
        user();
        if (!config.workingDir().isEmpty()) {
            entry(config.workingDir(), "the image's WorkingDir");
        }
        for (String volume : config.volumes()) {
            volume(volume);
        }
        entry("/tmp", "every program may expect it");
    }

    private void user() throws IOException {
        Accounts known = new Accounts(root, accounts);
        known.problem(config.user()).ifPresent(starts::problem);
        String user = config.user().split(":", 2)[0];
        Optional<String> home = known.home(user.isEmpty() ? "0" : user);
        if (home.isPresent()) {
            entry(home.get(), "home of the image's User" + (user.isEmpty() ? ", root" : " " + user));
        }
    }

    /** A new volume begins as a copy of the image's content: moby, container.CopyImagePathContent. */
    private void volume(String volume) throws IOException {
        Optional<ProgramSearch.Named> named = search.named(volume.startsWith("/") ? volume : "/" + volume);
        if (named.isEmpty()) {
            return; // the engine creates it
        }
        RootPath path = named.get().path();
        boolean shared = SystemPaths.isSystemDirectory(path)
                || SystemPaths.isSystemDirectory(named.get().realPath());
        if (shared) {
            starts.remark("the image's volume " + path + " is a directory of the system: kept without what is in it");
        }
        starts.add(path, shared ? Start.Kind.ENTRY : Start.Kind.CONTENT, "the image's volume " + path.raw());
    }

    private void entry(String raw, String evidence) throws IOException {
        Optional<ProgramSearch.Named> named = search.named(raw.startsWith("/") ? raw : "/" + raw);
        if (named.isPresent()
                && (named.get().node() instanceof Node.Directory || named.get().node() instanceof Node.RegularFile)) {
            starts.add(named.get().path(), Start.Kind.ENTRY, evidence);
        }
    }
}
