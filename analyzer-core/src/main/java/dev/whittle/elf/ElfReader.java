package dev.whittle.elf;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSegment;

/** Reads the facts of one file with a few small reads: never the whole file, never more than 16 MiB of it. */
public final class ElfReader {
    private static final int IDENTIFICATION = 16;
    private static final int EI_CLASS = 4;
    private static final int EI_DATA = 5;
    private static final int EI_VERSION = 6;
    private static final int EI_PAD = 9;
    private static final String PADDING = "\0\0\0\0\0\0\0";

    private ElfReader() {}

    /**
     * @param path how messages name the file, raw
     * @throws BadElfException if it is not an ELF file, or is damaged
     * @throws IOException if it cannot be read
     */
    public static ElfFacts read(String path, ByteSource source) throws IOException, BadElfException {
        return inspect(path, source).orThrow();
    }

    /**
     * Like {@link #read}, for callers that need to know how far a loader would have come.
     *
     * @throws IOException if it cannot be read
     */
    public static ElfInspection inspect(String path, ByteSource source) throws IOException {
        PagedReader reader = new PagedReader(path, source);
        String identification = "";
        Optional<ElfHeader> header = Optional.empty();
        try {
            identification = RawText.of(reader.bytes(0, (int) Math.min(IDENTIFICATION, source.size())));
            checkIdentification(path, reader, identification);
            int bits = identification.charAt(EI_CLASS) == ElfFile.CLASS_64 ? 64 : 32;
            ElfFile jelf = open(reader, bits);
            ElfHeader found = header(jelf, identification);
            header = Optional.of(found);
            reader.order(found.order());
            ElfFacts facts = facts(reader, found, Segments.read(reader, found, jelf));
            return new ElfInspection(source.size(), identification, header, Optional.of(facts), Optional.empty());
        } catch (BadElfException e) {
            return new ElfInspection(source.size(), identification, header, Optional.empty(), Optional.of(e));
        }
    }

    /**
     * Names of the symbols that a file imports.
     *
     * @throws BadElfException if it is not an ELF file, or is damaged
     * @throws IOException if it cannot be read
     */
    public static Set<String> imports(String path, ByteSource source) throws IOException, BadElfException {
        PagedReader reader = new PagedReader(path, source);
        return table(reader, segments(path, reader)).imports();
    }

    /**
     * The parts of the file that are mapped as data and not as code. If the linker did not separate them, as before
     * {@code -z separate-code}, constants are among the code: then it is the whole file.
     *
     * @throws BadElfException if it is not an ELF file, or is damaged
     * @throws IOException if it cannot be read
     */
    public static List<Extent> data(String path, ByteSource source) throws IOException, BadElfException {
        List<Extent> data = segments(path, new PagedReader(path, source)).data();
        return data.isEmpty() ? List.of(new Extent(0, source.size())) : data;
    }

    private static Segments segments(String path, PagedReader reader) throws IOException, BadElfException {
        String identification = RawText.of(reader.bytes(0, (int) Math.min(IDENTIFICATION, reader.size())));
        checkIdentification(path, reader, identification);
        ElfFile jelf = open(reader, identification.charAt(EI_CLASS) == ElfFile.CLASS_64 ? 64 : 32);
        ElfHeader header = header(jelf, identification);
        reader.order(header.order());
        return Segments.read(reader, header, jelf);
    }

    /**
     * The content of the first section with a name. Sections are for tools, not for loaders, so many files have none.
     *
     * @param most bytes of a section that is taken
     * @return none if there is no such section in the file, or if it is larger
     * @throws BadElfException if it is no ELF file or a broken one
     * @throws IOException if it cannot be read
     */
    public static Optional<byte[]> section(String path, ByteSource source, String name, int most)
            throws IOException, BadElfException {
        return sections(path, new PagedReader(path, source)).content(name, most);
    }

    /**
     * The symbols of a file and what its relocations look for: some hundred kB of most files, never more than 256 MiB.
     *
     * @throws BadElfException if it is not an ELF file, or is damaged
     * @throws IOException if it cannot be read
     */
    public static ElfSymbols symbols(String path, ByteSource source) throws IOException, BadElfException {
        PagedReader reader = new PagedReader(path, source);
        String identification = RawText.of(reader.bytes(0, (int) Math.min(IDENTIFICATION, source.size())));
        checkIdentification(path, reader, identification);
        ElfFile jelf = open(reader, identification.charAt(EI_CLASS) == ElfFile.CLASS_64 ? 64 : 32);
        ElfHeader header = header(jelf, identification);
        reader.order(header.order());
        Segments segments = Segments.read(reader, header, jelf);
        return new SymbolReader(reader, source, header, segments, table(reader, segments)).read();
    }

    /**
     * Where the file is mapped, for readers of what lies at an address.
     *
     * @throws BadElfException if it is not an ELF file, or is damaged
     * @throws IOException if it cannot be read
     */
    public static ElfMap map(String path, ByteSource source) throws IOException, BadElfException {
        PagedReader reader = new PagedReader(path, source);
        Segments segments = segments(path, reader);
        return new ElfMap(
                segments.header(), segments.parts(), table(reader, segments).addends());
    }

    /**
     * The place of the first section with one of some names.
     *
     * @return none if there is no such section in the file
     * @throws BadElfException if it is no ELF file or a broken one
     * @throws IOException if it cannot be read
     */
    public static Optional<Extent> sectionExtent(String path, ByteSource source, Set<String> names)
            throws IOException, BadElfException {
        PagedReader reader = new PagedReader(path, source);
        return sections(path, reader).extent(names);
    }

    private static Sections sections(String path, PagedReader reader) throws IOException, BadElfException {
        String identification = RawText.of(reader.bytes(0, (int) Math.min(IDENTIFICATION, reader.size())));
        checkIdentification(path, reader, identification);
        boolean isWide = identification.charAt(EI_CLASS) == ElfFile.CLASS_64;
        boolean isLittle = identification.charAt(EI_DATA) == ElfFile.DATA_LSB;
        reader.order(isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        return Sections.read(reader, isWide);
    }

    private static void checkIdentification(String path, PagedReader reader, String identification)
            throws BadElfException {
        if (!identification.startsWith(ElfInspection.MAGIC)) {
            String reason = identification.isEmpty() ? "empty, not an ELF file" : "not an ELF file";
            throw new BadElfException(path, 0, reason, false);
        }
        if (identification.length() < IDENTIFICATION) {
            throw reader.bad(identification.length(), "truncated ELF identification");
        }
        int fileClass = identification.charAt(EI_CLASS);
        if (fileClass != ElfFile.CLASS_32 && fileClass != ElfFile.CLASS_64) {
            throw reader.bad(EI_CLASS, "unknown ELF class " + fileClass);
        }
        int data = identification.charAt(EI_DATA);
        if (data != ElfFile.DATA_LSB && data != ElfFile.DATA_MSB) {
            throw reader.bad(EI_DATA, "unknown byte order " + data);
        }
        if (identification.charAt(EI_VERSION) != 1) {
            throw reader.bad(EI_VERSION, "unknown ELF version " + (int) identification.charAt(EI_VERSION));
        }
    }

    private static ElfFile open(PagedReader reader, int bits) throws IOException, BadElfException {
        HeaderImage image = HeaderImage.of(reader, bits);
        try {
            return ElfFile.from(image);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) { // jelf's own, and what it lets through: it reads a count of 40,000 as negative
            throw reader.bad(0, "unreadable ELF header: " + e.getMessage());
        }
    }

    private static ElfHeader header(ElfFile jelf, String identification) {
        boolean wide = jelf.ei_class == ElfFile.CLASS_64;
        return new ElfHeader(
                new ElfHeader.Identification(
                        wide ? 64 : 32,
                        jelf.ei_data == ElfFile.DATA_MSB ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                        jelf.ei_osabi & 0xFF,
                        jelf.es_abiversion & 0xFF,
                        identification.substring(EI_PAD).equals(PADDING)),
                jelf.e_type & 0xFFFF,
                jelf.e_machine & 0xFFFF,
                jelf.e_version & 0xFFFF_FFFFL,
                jelf.e_flags,
                wide ? jelf.e_phoff : jelf.e_phoff & 0xFFFF_FFFFL,
                jelf.e_phentsize & 0xFFFF,
                jelf.e_phnum & 0xFFFF);
    }

    private static ElfFacts facts(PagedReader reader, ElfHeader header, Segments segments)
            throws IOException, BadElfException {
        DynamicTable table = table(reader, segments);
        return new ElfFacts(
                header,
                segments.interpreter(),
                dynamic(segments).isPresent(),
                new DynamicFacts(
                        table.dependencies(),
                        table.soname(),
                        table.rpath(),
                        table.runpath(),
                        table.audit(),
                        table.dependencyAudit(),
                        table.flags1(),
                        table.hasTextRelocations()),
                table.versionNeeds(),
                table.versionDefinitions(),
                segments.stackFlags(),
                segments.notes());
    }

    /** Detached debug information keeps the header of the segment and not its content; loaders treat it as absent. */
    private static Optional<Segments.Segment> dynamic(Segments segments) {
        return segments.first(ElfSegment.PT_DYNAMIC).filter(segment -> segment.fileSize() != 0);
    }

    private static DynamicTable table(PagedReader reader, Segments segments) throws IOException, BadElfException {
        Optional<Segments.Segment> dynamic = dynamic(segments);
        return dynamic.isPresent()
                ? DynamicTable.read(reader, segments, dynamic.get())
                : DynamicTable.empty(reader, segments);
    }
}
