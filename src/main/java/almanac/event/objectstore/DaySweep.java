package almanac.event.objectstore;

import almanac.event.objectstore.Jobs.Lease;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Shows the objects of each day to a sweep, once, when the day is old enough. One node at a time does it, from the
/// day where the last one stopped. So a bucket is not listed as a whole each time.
@Singleton
public class DaySweep {
    private static final String JOB = "attachment-objects";
    private static final int AT_ONCE = 1000;

    private final ObjectStore objects;
    private final Jobs jobs;

    DaySweep(ObjectStore objects, Jobs jobs) {
        this.objects = objects;
        this.jobs = jobs;
    }

    /// Shows the names of objects in groups, day by day. A day counts as done when the work on all its names has
    /// succeeded.
    ///
    /// @param before epoch ms; days that end later are left for another time
    public Uni<Void> each(long before, Function<List<String>, Uni<Void>> work) {
        var end = Instant.ofEpochMilli(before).atZone(ZoneOffset.UTC).toLocalDate();
        return jobs.take(JOB)
                .chain(taken -> taken.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : first(taken.get(), end).chain(day -> new Progress(taken.get(), day, end, work).run()));
    }

    /// The day after the last that is done, or that of the oldest object; without objects, the end.
    private Uni<LocalDate> first(Lease lease, LocalDate end) {
        var prefix = objects.prefix();
        return lease.doneTo() != null
                ? Uni.createFrom().item(LocalDate.parse(lease.doneTo()))
                : objects.list(prefix, prefix + "0", 1)
                        .map(names ->
                                names.stream().findFirst().flatMap(this::day).orElse(end));
    }

    private Optional<LocalDate> day(String name) {
        var rest = name.substring(objects.prefix().length());
        try {
            return Optional.of(LocalDate.parse(rest.substring(0, Math.max(0, rest.indexOf('/')))));
        } catch (DateTimeParseException foreign) {
            return Optional.empty();
        }
    }

    /// One run. It ends early if another node has taken the job meanwhile.
    private final class Progress {
        private final LocalDate end;
        private final Function<List<String>, Uni<Void>> work;
        private Optional<Lease> lease;
        private LocalDate day;
        private String after = "";

        Progress(Lease lease, LocalDate day, LocalDate end, Function<List<String>, Uni<Void>> work) {
            this.lease = Optional.of(lease);
            this.day = day;
            this.end = end;
            this.work = work;
        }

        Uni<Void> run() {
            return Multi.createBy()
                    .repeating()
                    .uni(() -> isLeft()
                            ? step().replaceWith(true)
                            : Uni.createFrom().item(false))
                    .whilst(stepped -> isLeft())
                    .collect()
                    .last()
                    .eventually(this::release)
                    .replaceWithVoid();
        }

        private boolean isLeft() {
            return lease.isPresent() && day.isBefore(end);
        }

        /// Works on one group of a day, or finishes the day.
        private Uni<Void> step() {
            return objects.list(objects.prefix() + day + "/", after, AT_ONCE)
                    .chain(names -> names.isEmpty()
                            ? reach(day.plusDays(1), "")
                            : work.apply(names).chain(() -> reach(day, names.getLast())));
        }

        private Uni<Void> reach(LocalDate next, String name) {
            day = next;
            after = name;
            return jobs.renew(lease.orElseThrow(), next.toString())
                    .invoke(renewed -> lease = renewed)
                    .replaceWithVoid();
        }

        private Uni<Void> release() {
            return lease.isPresent()
                    ? jobs.release(lease.get())
                    : Uni.createFrom().voidItem();
        }
    }
}
