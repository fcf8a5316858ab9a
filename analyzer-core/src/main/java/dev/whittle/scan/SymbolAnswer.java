package dev.whittle.scan;

import dev.whittle.path.RootPath;
import java.util.List;
import java.util.SortedMap;

/**
 * What came of looking for each symbol of a file and of all that it loads.
 *
 * @param undefined by the file whose relocations want them, as loaders write them
 * @param unused libraries that the file names in DT_NEEDED, as they stand there, and of which it uses no symbol
 */
record SymbolAnswer(SortedMap<RootPath, List<String>> undefined, List<String> unused) {}
