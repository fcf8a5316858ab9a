package dev.whittle.packages;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stanza of dpkg's {@code status}: deb822(5), deb-control(5), dpkg-query(1). */
final class DpkgStanza {
    /** {@code Source: glibc (2.36-9)}. */
    private static final Pattern SOURCE = Pattern.compile("([^ (]+)[ \\t]*\\(([^)]*)\\).*");

    private String name = "";
    private String version = "";
    private String architecture = "";
    private String source = "";
    private String status = "";
    private final Set<String> asks = new HashSet<>();

    private DpkgStanza() {}

    static DpkgStanza of(String text) {
        DpkgStanza stanza = new DpkgStanza();
        Lines.each(text, stanza::line);
        return stanza;
    }

    private void line(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
            return; // the rest of a field of several lines
        }
        switch (line.substring(0, colon)) {
            case "Package" -> name = value(line, colon);
            case "Version" -> version = value(line, colon);
            case "Architecture" -> architecture = value(line, colon);
            case "Source" -> source = value(line, colon);
            case "Status" -> status = value(line, colon);
            case "Depends", "Pre-Depends", "Recommends", "Suggests" -> {
                for (String each : line.substring(colon + 1).split("[,|]", -1)) {
                    asks.add(DatabaseReader.relatedName(each));
                }
            }
            default -> {}
        }
    }

    private static String value(String line, int colon) {
        return line.substring(colon + 1).strip();
    }

    String name() {
        return name;
    }

    String architecture() {
        return architecture;
    }

    /**
     * @param withStatus whether the stanza must state whether the package is installed: not required in
     *     {@code status.d}
     */
    InstalledPackage toPackage(String text, boolean withStatus, FileListing files) {
        Matcher matcher = SOURCE.matcher(source);
        boolean hasVersion = matcher.matches();
        return new InstalledPackage(
                new InstalledPackage.Identity(PackageType.DEB, name, version, architecture),
                new InstalledPackage.Built(
                        source.isEmpty() ? name : hasVersion ? matcher.group(1) : source,
                        hasVersion ? matcher.group(2) : version),
                "",
                Set.copyOf(asks),
                withStatus ? status.endsWith(" installed") : status.isEmpty() || status.endsWith(" installed"),
                text,
                files);
    }
}
