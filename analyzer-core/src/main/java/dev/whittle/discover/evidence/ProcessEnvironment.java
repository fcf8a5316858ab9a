package dev.whittle.discover.evidence;

import dev.whittle.closure.AccountChoice;
import dev.whittle.closure.PackageChoice;
import dev.whittle.image.ImageConfig;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.script.CommandPath;
import java.util.Optional;

/**
 * The environment of a process of the image.
 *
 * @param config of the image; empty if the root has none
 * @param commands where commands are searched for
 * @param options that its loaders take from the environment
 * @param wholeImage whether the output is to be started as it is, not laid over something else
 * @param accounts which users it has
 * @param packages what to do with package databases
 */
public record ProcessEnvironment(
        Optional<ImageConfig> config,
        CommandPath commands,
        LoaderOptions options,
        boolean wholeImage,
        AccountChoice accounts,
        PackageChoice packages) {
    /** With the root's users, and without package databases. */
    public ProcessEnvironment(
            Optional<ImageConfig> config, CommandPath commands, LoaderOptions options, boolean wholeImage) {
        this(config, commands, options, wholeImage, AccountChoice.NONE, PackageChoice.NONE);
    }

    public ProcessEnvironment with(AccountChoice choice) {
        return new ProcessEnvironment(config, commands, options, wholeImage, choice, packages);
    }

    public ProcessEnvironment with(PackageChoice choice) {
        return new ProcessEnvironment(config, commands, options, wholeImage, accounts, choice);
    }
}
