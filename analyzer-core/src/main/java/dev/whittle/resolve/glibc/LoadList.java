package dev.whittle.resolve.glibc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A list in which elements are inserted before others and removed in constant time. */
final class LoadList<T> {
    private final Map<T, Link<T>> links = new HashMap<>();
    private @Nullable Link<T> first;
    private @Nullable Link<T> last;

    private static final class Link<T> {
        final T element;

        @Nullable
        Link<T> previous;

        @Nullable
        Link<T> next;

        Link(T element) {
            this.element = element;
        }
    }

    boolean contains(T element) {
        return links.containsKey(element);
    }

    Optional<T> first() {
        return element(first);
    }

    Optional<T> before(T element) {
        return element(link(element).previous);
    }

    Optional<T> after(T element) {
        return element(link(element).next);
    }

    /** @param element one that is not in the list */
    void add(T element) {
        Link<T> link = new Link<>(element);
        link.previous = last;
        if (last == null) {
            first = link;
        } else {
            last.next = link;
        }
        last = link;
        links.put(element, link);
    }

    /**
     * @param element one that is not in the list
     * @param successor one that is
     */
    void addBefore(T successor, T element) {
        Link<T> link = new Link<>(element);
        Link<T> next = link(successor);
        link.next = next;
        link.previous = next.previous;
        if (next.previous == null) {
            first = link;
        } else {
            next.previous.next = link;
        }
        next.previous = link;
        links.put(element, link);
    }

    void remove(T element) {
        Link<T> link = links.remove(element);
        if (link == null) {
            return;
        }
        if (link.previous == null) {
            first = link.next;
        } else {
            link.previous.next = link.next;
        }
        if (link.next == null) {
            last = link.previous;
        } else {
            link.next.previous = link.previous;
        }
    }

    private Link<T> link(T element) {
        Link<T> link = links.get(element);
        if (link == null) {
            throw new IllegalArgumentException("not in the list: " + element);
        }
        return link;
    }

    private static <T> Optional<T> element(@Nullable Link<T> link) {
        return link == null ? Optional.empty() : Optional.of(link.element);
    }

    List<T> toList() {
        List<T> elements = new ArrayList<>(links.size());
        for (Link<T> link = first; link != null; link = link.next) {
            elements.add(link.element);
        }
        return elements;
    }
}
