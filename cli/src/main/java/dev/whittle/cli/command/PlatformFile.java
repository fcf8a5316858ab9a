package dev.whittle.cli.command;

/** File names for outputs of which each image has its own. */
final class PlatformFile {
    private PlatformFile() {}

    /**
     * {@code out/app.cdx.json} for linux/arm/v7 is {@code out/app-linux-arm-v7.cdx.json}. Raw.
     *
     * @param image its platform or name, raw
     */
    static String name(String file, String image) {
        int start = file.lastIndexOf('/') + 1;
        int dot = file.indexOf('.', start + 1); // a dot in first place makes no suffix
        int end = dot < 0 ? file.length() : dot;
        return file.substring(0, end) + "-" + image.replaceAll("[/:@]", "-") + file.substring(end);
    }
}
