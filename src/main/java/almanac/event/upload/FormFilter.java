package almanac.event.upload;

import almanac.base.problem.ProblemException;
import almanac.event.attachment.AttachmentConfig;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;

/// Reads the form of an upload, after the caller was authorized. The form reader of Quarkus REST, which would
/// run next, loses file names in other encodings than its own and does not validate the form.
@Priority(Priorities.ENTITY_CODER)
class FormFilter implements ResteasyReactiveContainerRequestFilter {
    private static final Logger LOG = Logger.getLogger(FormFilter.class);

    /// The directory in which Quarkus stores uploads, too.
    private static final String DIRECTORY = "quarkus.http.body.uploads-directory";

    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)multipart/form-data\\s*;.*?\\bboundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70})).*");

    private final Provider<Vertx> vertx;
    private final Provider<AttachmentConfig> config;

    FormFilter(Provider<Vertx> vertx, Provider<AttachmentConfig> config) {
        this.vertx = vertx;
        this.config = config;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        var form = new FormReader(
                boundary(String.valueOf(request.getHeaderString(HttpHeaders.CONTENT_TYPE))),
                ConfigProvider.getConfig().getValue(DIRECTORY, Path.class),
                config.get());
        var context = (ResteasyReactiveRequestContext) request.getServerRequestContext();
        context.registerCompletionCallback(_ -> clear(form));
        request.suspend();
        context.serverRequest().setReadListener(new Arrival(context, form));
        context.serverRequest().resumeRequestInput();
    }

    private static String boundary(String contentType) {
        var found = BOUNDARY.matcher(contentType);
        if (!found.matches()) {
            throw ProblemException.field("Content-Type", "names the boundary of the form");
        }
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    private void clear(FormReader form) {
        vertx.get()
                .executeBlocking(
                        () -> {
                            form.close();
                            return true;
                        },
                        false)
                .onFailure(failure -> LOG.error("The files of an upload could not be removed", failure));
    }

    /// Passes on received buffers one at a time: the next is requested when one is written to disk.
    private final class Arrival implements ServerHttpRequest.ReadCallback {
        private final ResteasyReactiveRequestContext context;
        private final FormReader form;
        private boolean hasFailed;

        Arrival(ResteasyReactiveRequestContext context, FormReader form) {
            this.context = context;
            this.form = form;
        }

        @Override
        public void data(ByteBuffer bytes) {
            if (hasFailed) {
                return;
            }
            context.serverRequest().pauseRequestInput();
            vertx.get()
                    .executeBlocking(
                            () -> {
                                form.take(bytes);
                                return true;
                            },
                            true)
                    .onSuccess(_ -> context.serverRequest().resumeRequestInput())
                    .onFailure(this::fail);
        }

        @Override
        public void done() {
            if (hasFailed) {
                return;
            }
            try {
                context.setFormData(form.end());
                context.resume();
            } catch (ProblemException refused) {
                context.resume(refused);
            }
        }

        private void fail(Throwable failure) {
            hasFailed = true;
            context.resume(failure);
        }
    }
}
