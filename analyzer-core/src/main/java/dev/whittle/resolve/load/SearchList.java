package dev.whittle.resolve.load;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A list of directories, resolved once, so that a name is looked up only in directories that exist. If ten thousand are
 * missing, a failed look-up lists a few of them and the number of the others, and costs no more.
 */
public final class SearchList {
    /** From this many directories on, duplicates under another name are dropped. */
    private static final int WIDE = 64;

    /** From this many names on, querying directories costs more than listing them: see {@link SearchIndex}. */
    private static final long MANY = 1024;

    private final Place place;
    private final List<Entry> entries;

    /** Indexes of the entries that exist. */
    private final int[] open;

    private final Directories directories;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile @Nullable SearchIndex index;

    /**
     * @param prefix of the name, raw, with its slash
     * @param primary whether the list itself has this directory; otherwise it is a subdirectory for some processors
     * @param before number of entries up to and including this one, dropped ones included
     */
    public record Entry(String prefix, Directories.State state, boolean primary, long before) {
        public Optional<RootPath> realPath() {
            return state instanceof Directories.State.Usable usable ? Optional.of(usable.realPath()) : Optional.empty();
        }
    }

    /** Looks into one directory; a result ends the search. */
    public interface Probe<T> {
        Optional<T> look(Entry entry) throws IOException;
    }

    private SearchList(Directories directories, Place place, List<Entry> entries, int[] open) {
        this.directories = directories;
        this.place = place;
        this.entries = entries;
        this.open = open;
    }

    public Place place() {
        return place;
    }

    /** @param endsAfterFailure whether a failure other than absence ends this list, as in glibc */
    public <T> Optional<T> find(String name, Attempts attempts, boolean endsAfterFailure, Probe<T> probe)
            throws IOException {
        int at = 0;
        for (int next : candidates(name)) {
            passOver(at, next, name, attempts);
            at = next + 1;
            Entry entry = entries.get(next);
            long dropped = entry.before - before(next) - 1;
            if (dropped > 0) {
                attempts.addUntold(place, dropped);
            }
            Optional<T> hit = probe.look(entry);
            if (hit.isPresent()) {
                return hit;
            }
            if (endsAfterFailure && entry.primary && attempts.lastEndsTheList()) {
                return Optional.empty();
            }
        }
        passOver(at, entries.size(), name, attempts);
        return Optional.empty();
    }

    private int[] candidates(String name) throws IOException {
        boolean listable = name.length() <= Walk.MAX_NAME && !name.equals(".") && !name.equals("..");
        if (!listable || (long) asked.getAndIncrement() * open.length < MANY) {
            return open;
        }
        SearchIndex known = index;
        if (known == null) {
            known = SearchIndex.of(directories, entries, open);
            index = known;
        }
        return known.candidates(name);
    }

    private void passOver(int from, int to, String name, Attempts attempts) {
        for (int i = from; i < to; i++) {
            if (attempts.isFull()) {
                attempts.addUntold(place, entries.get(to - 1).before - before(i));
                return;
            }
            Entry entry = entries.get(i);
            long dropped = entry.before - before(i) - 1;
            if (dropped > 0) {
                attempts.addUntold(place, dropped);
            }
            // Skip a directory whose list of names does not contain this one.
            Walk.Cause cause =
                    entry.state instanceof Directories.State.Unusable gone ? gone.cause() : Walk.Cause.MISSING;
            attempts.add(place, entry.prefix, name, cause.toString());
        }
    }

    private long before(int index) {
        return index == 0 ? 0 : entries.get(index - 1).before;
    }

    /** Accepts directories in order. */
    public static final class Builder {
        private final Directories directories;
        private final boolean asksLoops;
        private final List<Entry> entries = new ArrayList<>();
        private final List<Integer> open = new ArrayList<>();
        private final Set<RootPath> seen = new HashSet<>();
        private final Set<String> gone = new HashSet<>();
        private long count;

        /** @param asksLoops whether a directory that is a link loop counts as an entry to look into, as in musl */
        public Builder(Directories directories, boolean asksLoops) {
            this.directories = directories;
            this.asksLoops = asksLoops;
        }

        public void add(String prefix, boolean primary) throws IOException {
            add(prefix, directories.state(prefix), primary);
        }

        public void add(String prefix, Directories.State state, boolean primary) {
            boolean loop =
                    state instanceof Directories.State.Unusable unusable && unusable.cause() == Walk.Cause.LINK_LOOP;
            if (state instanceof Directories.State.Usable usable) {
                // What a directory does not have under its first name it does not have under its other names either.
                if (seen.add(usable.realPath()) || open.size() < WIDE) {
                    open.add(entries.size());
                    entries.add(new Entry(prefix, state, primary, ++count));
                } else {
                    count++;
                }
            } else if (!primary) {
                return; // one that rarely exists
            } else if (loop && asksLoops) {
                open.add(entries.size());
                entries.add(new Entry(prefix, state, true, ++count));
            } else if (gone.size() >= Attempts.MAX) {
                count++;
            } else if (gone.add(prefix)) {
                entries.add(new Entry(prefix, state, true, ++count));
            }
        }

        public SearchList build(Place place) {
            if (!entries.isEmpty() && entries.get(entries.size() - 1).before < count) {
                Entry last = entries.remove(entries.size() - 1);
                entries.add(new Entry(last.prefix, last.state, last.primary, count));
            }
            int[] indexes = new int[open.size()];
            for (int i = 0; i < indexes.length; i++) {
                indexes[i] = open.get(i);
            }
            return new SearchList(directories, place, List.copyOf(entries), indexes);
        }
    }
}
