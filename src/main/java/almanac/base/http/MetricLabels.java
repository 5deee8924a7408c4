package almanac.base.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.Set;

/// Restricts the labels of requests in metrics to fixed sets, so that a client cannot add series with
/// invented methods and paths. Any other value is `OTHER`.
@Singleton
class MetricLabels implements MeterFilter {
    private static final String REQUESTS = "http.server.";

    /// Values that Quarkus uses for unknown paths and redirects.
    private static final Set<String> OF_QUARKUS = Set.of("NOT_FOUND", "REDIRECTION", "UNKNOWN");

    private final CallLabels labels;

    MetricLabels(CallLabels labels) {
        this.labels = labels;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        return id.getName().startsWith(REQUESTS)
                ? id.replaceTags(id.getTags().stream().map(this::known).toList())
                : id;
    }

    private Tag known(Tag tag) {
        return switch (tag.getKey()) {
            case "method" -> Tag.of("method", labels.method(tag.getValue()));
            case "uri" -> Tag.of("uri", path(tag.getValue()));
            default -> tag;
        };
    }

    private String path(String text) {
        return OF_QUARKUS.contains(text) || labels.isTemplate(text) ? text : labels.path(text);
    }
}
