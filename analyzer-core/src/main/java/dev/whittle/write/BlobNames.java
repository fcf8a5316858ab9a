package dev.whittle.write;

import dev.whittle.image.ImageReference;
import java.util.List;
import java.util.Optional;

/** What images are called in a destination of blobs: as its own text says, else by the names that they bring along. */
sealed interface BlobNames {
    List<LayoutEntry.Name> inLayout(List<ImageReference> references);

    /** Of images side by side, whose tags alone may be the same. */
    default List<LayoutEntry.Name> sideBySide(List<ImageReference> references) {
        return LayoutEntry.Name.whole(references);
    }

    /** For {@code manifest.json}, text. */
    default List<String> inDocker(List<ImageReference> references) {
        return List.of();
    }

    /** What a person is told. */
    List<String> shown(List<ImageReference> references);

    /** A layout, where a tag may be asked for. */
    record Layout(Optional<String> wanted) implements BlobNames {
        @Override
        public List<LayoutEntry.Name> inLayout(List<ImageReference> references) {
            return LayoutEntry.Name.of(wanted, references);
        }

        @Override
        public List<String> shown(List<ImageReference> references) {
            return inLayout(references).stream()
                    .map(LayoutEntry.Name::tag)
                    .distinct()
                    .toList();
        }
    }

    /** A docker archive, where a whole reference may be asked for. */
    record Docker(Optional<ImageReference> wanted) implements BlobNames {
        private List<ImageReference> all(List<ImageReference> references) {
            return wanted.map(List::of).orElse(references).stream()
                    .map(reference ->
                            new ImageReference(reference.repository(), reference.tag(), Optional.empty()).tagged())
                    .toList();
        }

        @Override
        public List<LayoutEntry.Name> inLayout(List<ImageReference> references) {
            return LayoutEntry.Name.of(Optional.empty(), all(references));
        }

        @Override
        public List<String> inDocker(List<ImageReference> references) {
            return all(references).stream().map(ImageReference::toString).toList();
        }

        @Override
        public List<String> shown(List<ImageReference> references) {
            return inDocker(references);
        }
    }

    /** One name in a registry. */
    record Repository(ImageReference target) implements BlobNames {
        @Override
        public List<LayoutEntry.Name> inLayout(List<ImageReference> references) {
            return LayoutEntry.Name.whole(List.of(target));
        }

        @Override
        public List<String> shown(List<ImageReference> references) {
            return List.of(target.toString());
        }
    }

    /** Names of their own below a path of a registry. */
    record Repositories(Destination.Repositories path) implements BlobNames {
        private List<ImageReference> targets(List<ImageReference> references) {
            return references.stream().map(path::target).distinct().toList();
        }

        @Override
        public List<LayoutEntry.Name> inLayout(List<ImageReference> references) {
            return LayoutEntry.Name.whole(targets(references));
        }

        @Override
        public List<LayoutEntry.Name> sideBySide(List<ImageReference> references) {
            return inLayout(references);
        }

        @Override
        public List<String> shown(List<ImageReference> references) {
            return targets(references).stream().map(ImageReference::toString).toList();
        }
    }
}
