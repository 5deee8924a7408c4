package almanac.mirror.writethrough;

import almanac.access.token.Caller;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.event.attachment.Attachments;
import almanac.event.attachment.Attachments.Held;
import almanac.event.model.Event;
import almanac.mirror.client.Upstream;
import almanac.mirror.link.Link;
import almanac.mirror.state.MirrorStore;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Passes uploads on to a remote service, each once, when an event there is to have them.
@Singleton
class UploadForwarder {
    private final Upstream upstream;
    private final Attachments attachments;
    private final Transactions transactions;
    private final MirrorStore store;

    UploadForwarder(Upstream upstream, Attachments attachments, Transactions transactions, MirrorStore store) {
        this.upstream = upstream;
        this.attachments = attachments;
        this.transactions = transactions;
        this.store = store;
    }

    /// Uploads, as the remote service calls them.
    ///
    /// @param references their ids there, in order; null where nothing was asked for
    /// @param refused the ids of those that are not the caller's to attach
    record Files(@Nullable List<String> references, Set<Long> refused) {
        boolean isRefused() {
            return !refused.isEmpty();
        }
    }

    /// @param event what has them already; null for a new event
    /// @param ids the ids here; null where nothing was asked for
    Uni<Files> files(Link link, Caller caller, @Nullable Event event, @Nullable List<Long> ids) {
        if (ids == null) {
            return Uni.createFrom().item(new Files(null, Set.of()));
        }
        return transactions
                .read(session -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> attachments.find(session, id))
                        .collect()
                        .asList())
                .chain(found -> {
                    var refused = refused(caller, event, ids, found);
                    return refused.isEmpty()
                            ? pass(link, found).map(references -> new Files(references, Set.of()))
                            : Uni.createFrom().item(new Files(null, refused));
                });
    }

    private static Set<Long> refused(Caller caller, @Nullable Event event, List<Long> ids, List<Optional<Held>> found) {
        var refused = new TreeSet<>(ids);
        for (var each : found) {
            each.filter(held -> held.owner() == caller.zuid()
                            || (event != null && held.holders().contains(event.id())))
                    .ifPresent(held -> refused.remove(held.attachment().fileId()));
        }
        return refused;
    }

    private Uni<List<String>> pass(Link link, List<Optional<Held>> found) {
        var files = found.stream().flatMap(Optional::stream).toList();
        var ids = files.stream().map(held -> held.attachment().fileId()).toList();
        return store.uploads(link.zuid(), ids)
                .chain(known -> Multi.createFrom()
                        .iterable(files)
                        .onItem()
                        .transformToUniAndConcatenate(held -> {
                            var reference = known.get(held.attachment().fileId());
                            return reference == null
                                    ? upload(link, held)
                                    : Uni.createFrom().item(reference);
                        })
                        .collect()
                        .in(ArrayList<String>::new, List::add)
                        .map(List::copyOf));
    }

    private Uni<String> upload(Link link, Held held) {
        var file = held.attachment();
        return attachments
                .onFile(held, path -> upstream.upload(link, file.fileName(), file.contentType(), path))
                .map(reference -> reference.orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND)))
                .call(reference -> store.uploaded(link.zuid(), file.fileId(), reference));
    }
}
