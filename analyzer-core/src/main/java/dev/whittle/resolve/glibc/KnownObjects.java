package dev.whittle.resolve.glibc;

import dev.whittle.resolve.load.LoadedObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The objects that a loader has loaded, by name and by file. */
final class KnownObjects {
    /** The first object with a name owns it. */
    private final Map<String, LoadItem> byName = new HashMap<>();

    /** Later objects with the same name, used once the first is removed. Rarely any. */
    private final Map<String, List<LoadItem>> later = new HashMap<>();

    private final Map<Object, LoadItem> byIdentity = new HashMap<>();

    /** elf/dl-load.c:_dl_name_match_p and _dl_lookup_map: path, requested name, soname. */
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
        LoadItem first = byName.putIfAbsent(name, item);
        if (first != null && first != item) {
            later.computeIfAbsent(name, n -> new ArrayList<>()).add(item);
        }
    }

    /** Makes the loader unable to find this object by name or file. */
    void forget(LoadItem item) {
        byIdentity.values().removeIf(item::equals);
        later.values().forEach(items -> items.removeIf(item::equals));
        List<String> names = new ArrayList<>();
        byName.forEach((name, loadItem) -> {
            if (loadItem == item) {
                names.add(name);
            }
        });
        for (String name : names) {
            byName.remove(name);
            List<LoadItem> others = later.getOrDefault(name, List.of());
            if (!others.isEmpty()) {
                byName.put(name, others.remove(0));
            }
        }
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
