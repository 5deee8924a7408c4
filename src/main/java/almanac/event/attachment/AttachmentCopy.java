package almanac.event.attachment;

import almanac.storage.database.Transactions;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;

/// Copies the attachments of the directory to the bucket, in a start that does nothing else. What is there already is
/// left as it is, so a copy can be repeated.
@Singleton
public class AttachmentCopy {
    private static final int AT_ONCE = 500;
    private static final int TRANSFERS = 4;

    private static final String NEXT =
            "select id, uploaded_at from attachment where id > $1 order by id limit " + AT_ONCE;

    private final AttachmentConfig config;
    private final Instance<BucketStore> bucket;
    private final DiskStore disk;
    private final Transactions transactions;

    AttachmentCopy(AttachmentConfig config, Instance<BucketStore> bucket, DiskStore disk, Transactions transactions) {
        this.config = config;
        this.bucket = bucket;
        this.disk = disk;
        this.transactions = transactions;
    }

    /// Whether this start is for copying.
    public boolean isAsked() {
        return config.copy() == AttachmentConfig.Copy.ONLY;
    }

    /// Copies, and blocks meanwhile.
    ///
    /// @return a sentence that says what was done
    /// @throws IllegalArgumentException where the copy is not complete; a start explains it in one line
    public String run() {
        try {
            var total = VertxContextSupport.subscribeAndAwait(this::copyAll);
            return "Attachments: " + total.copied + " copied to the bucket, " + total.present + " there already, "
                    + total.missing + " without a file in " + config.directory() + ".";
        } catch (Throwable failure) {
            throw new IllegalArgumentException(
                    "almanac.attachment.copy=only has not copied all attachments, and can be repeated: "
                            + failure.getMessage(),
                    failure);
        }
    }

    private Uni<Total> copyAll() {
        return Multi.createBy()
                .repeating()
                .uni(Progress::new, this::copySome)
                .whilst(progress -> progress.isLeft)
                .collect()
                .last()
                .map(progress -> progress.total);
    }

    private Uni<Progress> copySome(Progress progress) {
        return transactions
                .query(NEXT, Tuple.of(progress.last))
                .map(FileKey::all)
                .chain(keys -> Multi.createFrom()
                        .iterable(keys)
                        .onItem()
                        .transformToUni(this::copy)
                        .merge(TRANSFERS)
                        .invoke(progress::add)
                        .collect()
                        .last()
                        .invoke(() -> progress.end(keys)))
                .replaceWith(progress);
    }

    private Uni<Total> copy(FileKey key) {
        return disk.path(key)
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(Total.MISSING) : copy(key, found.get()));
    }

    private Uni<Total> copy(FileKey key, Path file) {
        return bucket.get()
                .has(key, file.toFile().length())
                .chain(isThere -> isThere
                        ? Uni.createFrom().item(Total.PRESENT)
                        : bucket.get().keep(key, file).replaceWith(Total.COPIED));
    }

    /// How far the copy is.
    private static final class Progress {
        private long last;
        private boolean isLeft = true;
        private Total total = new Total(0, 0, 0);

        void add(Total one) {
            total = total.plus(one);
        }

        void end(List<FileKey> keys) {
            isLeft = keys.size() == AT_ONCE;
            last = keys.isEmpty() ? last : keys.getLast().id();
        }
    }

    /// Numbers of attachments.
    private record Total(long copied, long present, long missing) {
        static final Total COPIED = new Total(1, 0, 0);
        static final Total PRESENT = new Total(0, 1, 0);
        static final Total MISSING = new Total(0, 0, 1);

        Total plus(Total other) {
            return new Total(copied + other.copied, present + other.present, missing + other.missing);
        }
    }
}
