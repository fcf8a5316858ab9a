package dev.whittle.write;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.DockerManifest;
import dev.whittle.image.ImageReference;
import dev.whittle.registry.RegistryPush;
import dev.whittle.registry.RemoteName;
import dev.whittle.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Images for a registry. They are made in a spool, as an archive that can be read back, and sent when they are to appear: to
 * each repository its blobs, then the manifests by digest, then what is attached; and the tags of all of them last. Whatever
 * fails before that leaves the tags as they were.
 */
final class RegistryOutput implements BlobOutput {
    private final Remote remote;
    private final BlobArchive archive;
    private final List<Target> targets = new ArrayList<>();

    /** A name that a manifest or an index gets. */
    private record Target(BlobDescriptor top, ImageReference name) {}

    /** What goes to one repository. */
    private record Delivery(Repository repository, Shipment shipment, List<Target> targets) {}

    private RegistryOutput(Remote remote, BlobArchive archive) {
        this.remote = remote;
        this.archive = archive;
    }

    static RegistryOutput open(WriteContext context) throws IOException {
        return new RegistryOutput(context.remote(), new BlobArchive(ArchiveSink.pipe(context), false));
    }

    @Override
    public LayerSummary layer(Body body) throws IOException {
        return archive.layer(body);
    }

    @Override
    public void blob(BlobDescriptor descriptor, byte[] content) throws IOException {
        archive.blob(descriptor, content);
    }

    @Override
    public void copy(BlobDescriptor descriptor, ByteSource content) throws IOException, BadArchiveException {
        archive.copy(descriptor, content);
    }

    @Override
    public Map<String, ByteSource> blobs() throws IOException {
        return archive.blobs();
    }

    @Override
    public void end(List<LayoutEntry> images, List<DockerManifest.Entry> docker) throws IOException {
        for (LayoutEntry image : images) {
            if (image.names().isEmpty()) {
                throw new IOException("the image has no name, and a registry keeps none without: use --tag");
            }
            for (LayoutEntry.Name name : image.names()) {
                ImageReference reference = ImageReference.parse(name.full().orElseThrow());
                refuseSource(reference);
                targets.add(new Target(image.blob(), reference));
            }
        }
        archive.end(images, docker);
    }

    private void refuseSource(ImageReference target) throws IOException {
        RemoteName name = RemoteName.of(target);
        for (RemoteName source : remote.sources()) {
            if (source.digest().isEmpty() && source.equals(name)) {
                throw new IOException(name + " is the source itself; give the new image another tag");
            }
        }
    }

    @Override
    public Written written() throws IOException {
        return archive.written();
    }

    @Override
    public void commit() throws IOException {
        try (ByteSource whole = archive.content()) {
            send(archive.blobs(whole));
        }
    }

    private void send(Map<String, ByteSource> contents) throws IOException {
        List<Delivery> deliveries = deliveries(contents);
        Sending sending = new Sending(deliveries.stream()
                .mapToLong(delivery -> delivery.shipment().size())
                .sum());
        List<RemoteName> holders = new ArrayList<>(remote.sources());
        for (Delivery delivery : deliveries) {
            send(delivery, holders, sending);
            holders.add(0, delivery.repository().name()); // what several images share is sent once, and mounted
        }
        List<String> tagged = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            for (Target target : delivery.targets()) {
                tag(delivery, target, tagged);
            }
        }
    }

    private List<Delivery> deliveries(Map<String, ByteSource> contents) throws IOException {
        Map<String, List<Target>> byRepository = targets.stream()
                .collect(Collectors.groupingBy(
                        target -> RemoteName.of(target.name()).path(), LinkedHashMap::new, Collectors.toList()));
        List<Delivery> deliveries = new ArrayList<>();
        for (List<Target> targets : byRepository.values()) {
            deliveries.add(new Delivery(
                    remote.registries().open(targets.get(0).name()),
                    Shipment.of(targets.stream().map(Target::top).toList(), contents),
                    targets));
        }
        return deliveries;
    }

    private void send(Delivery delivery, List<RemoteName> holders, Sending sending) throws IOException {
        Repository repository = delivery.repository();
        Shipment shipment = delivery.shipment();
        List<RegistryPush.Blob> blobs = new ArrayList<>();
        for (BlobDescriptor blob : shipment.blobs()) {
            blobs.add(new RegistryPush.Blob(blob.digest(), shipment.content(blob)));
        }
        RegistryPush push = new RegistryPush(repository, from(repository.name(), holders), sending::add);
        push.all(blobs);
        for (BlobDescriptor manifest : shipment.manifests()) {
            repository.put(manifest.digest().toString(), manifest.mediaType(), shipment.document(manifest));
        }
        for (BlobDescriptor manifest : shipment.manifests()) {
            for (Attachment attachment : remote.attachments().of(manifest.digest())) {
                AttachmentPush.send(attachment, manifest, repository);
            }
        }
    }

    /** Other repositories of the same registry that may have some of the blobs. */
    private static List<String> from(RemoteName to, List<RemoteName> holders) {
        return holders.stream()
                .filter(holder -> holder.host().equals(to.host()))
                .map(RemoteName::repository)
                .filter(holder -> !holder.equals(to.repository()))
                .distinct()
                .toList();
    }

    private static void tag(Delivery delivery, Target target, List<String> tagged) throws IOException {
        BlobDescriptor top = target.top();
        RemoteName name = RemoteName.of(target.name());
        try {
            delivery.repository()
                    .put(
                            name.tag().orElseThrow(),
                            top.mediaType(),
                            delivery.shipment().document(top));
        } catch (IOException e) {
            if (tagged.isEmpty()) {
                throw e;
            }
            throw new IOException(e.getMessage() + "; tagged before that: " + String.join(", ", tagged), e);
        }
        tagged.add(name.toString());
    }

    /** Counts what was sent of all there is. */
    private final class Sending {
        private final AtomicLong done = new AtomicLong();
        private final long total;

        Sending(long total) {
            this.total = total;
        }

        void add(long bytes) {
            remote.sending().update(Math.min(done.addAndGet(bytes), total), total);
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
