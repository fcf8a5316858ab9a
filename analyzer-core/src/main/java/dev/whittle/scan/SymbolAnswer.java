package dev.whittle.scan;

import dev.whittle.path.RootPath;
import java.util.List;
import java.util.SortedMap;

/**
 * The result of looking up each symbol of a file and of everything it loads.
 *
 * @param undefined by the file whose relocations need them, as loaders print them
 * @param unused libraries in the file's DT_NEEDED, unchanged, of which it uses no symbol
 */
record SymbolAnswer(SortedMap<RootPath, List<String>> undefined, List<String> unused) {}
