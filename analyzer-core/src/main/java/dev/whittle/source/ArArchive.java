package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of an ar archive: ar(5), as dpkg-deb reads it (deb(5)). Packages do not use long names of either kind.
 */
final class ArArchive {
    static final String MAGIC = "!<arch>\n";

    private static final int HEADER = 60;
    private static final int NAME = 16;
    private static final int SIZE_AT = 48;
    private static final int SIZE = 10;
    private static final String END = "`\n";

    /** Packages have three, or a few more with signatures. */
    private static final int MAX_MEMBERS = 64;

    record Member(String name, ByteSource content) {}

    private ArArchive() {}

    static boolean is(ByteSource content) throws IOException {
        return RawText.of(content.head(MAGIC.length())).equals(MAGIC);
    }

    static List<Member> read(String subject, ByteSource archive) throws IOException, BadArchiveException {
        if (!is(archive)) {
            throw new BadArchiveException(subject, 0, "no ar archive, and so no Debian package");
        }
        List<Member> members = new ArrayList<>();
        long at = MAGIC.length();
        while (at < archive.size()) {
            if (archive.size() - at < HEADER) {
                throw new BadArchiveException(subject, at, "cut short in the header of a member");
            }
            ByteBuffer bytes = ByteBuffer.allocate(HEADER);
            archive.readFully(at, bytes);
            String header = RawText.of(bytes.array());
            if (!header.endsWith(END) || members.size() == MAX_MEMBERS) {
                throw new BadArchiveException(subject, at, header.endsWith(END) ? "too many members" : "no ar header");
            }
            String digits = header.substring(SIZE_AT, SIZE_AT + SIZE).stripTrailing();
            if (!digits.matches("[0-9]+")) {
                throw new BadArchiveException(subject, at, "a member of " + digits + " bytes");
            }
            long size = Long.parseLong(digits);
            if (size > archive.size() - at - HEADER) {
                throw new BadArchiveException(subject, at, "cut short: a member of " + size + " bytes");
            }
            String name = header.substring(0, NAME).stripTrailing();
            members.add(new Member(
                    name.endsWith("/") ? name.substring(0, name.length() - 1) : name,
                    archive.slice(at + HEADER, size)));
            at += HEADER + size + (size & 1);
        }
        return members;
    }
}
