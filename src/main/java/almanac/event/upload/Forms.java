package almanac.event.upload;

import almanac.event.attachment.AttachmentConfig;
import io.vertx.core.Vertx;
import jakarta.inject.Provider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/// Adds the [FormFilter] to the resource methods that take a form.
@jakarta.ws.rs.ext.Provider
class Forms implements DynamicFeature {
    private final Provider<Vertx> vertx;
    private final Provider<AttachmentConfig> config;

    /// Providers, since this is created before the configuration.
    Forms(Provider<Vertx> vertx, Provider<AttachmentConfig> config) {
        this.vertx = vertx;
        this.config = config;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        var types = resource.getResourceMethod().getAnnotation(Consumes.class);
        if (types != null && List.of(types.value()).contains(MediaType.MULTIPART_FORM_DATA)) {
            context.register(new FormFilter(vertx, config));
        }
    }
}
