package dev.whittle.resolve;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a loader has loaded, by every name under which it knows it, and by what file it is. */
final class KnownObjects {
    /** The first object that has a name keeps it. */
    private final Map<String, LoadItem> byName = new HashMap<>();

    private final Map<Object, LoadItem> byIdentity = new HashMap<>();

    /** elf/dl-load.c:_dl_name_match_p and _dl_lookup_map: path, name asked for, soname. */
    void add(LoadItem item) {
        LoadedObject object = item.object.orElseThrow();
        name(object.path(), item);
        name(item.name, item);
        object.facts().soname().ifPresent(soname -> name(soname, item));
    }

    /** @param identity of its file */
    void add(Object identity, LoadItem item) {
        byIdentity.put(identity, item);
        add(item);
    }

    void name(String name, LoadItem item) {
        byName.putIfAbsent(name, item);
    }

    Optional<LoadItem> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<LoadItem> byIdentity(Object identity) {
        return Optional.ofNullable(byIdentity.get(identity));
    }

    @Nullable
    LoadedObject object(String name) {
        LoadItem item = byName.get(name);
        return item == null ? null : item.object.orElse(null);
    }
}
