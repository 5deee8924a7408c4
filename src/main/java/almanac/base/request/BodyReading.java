package almanac.base.request;

import almanac.base.problem.UnreadableBody;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads JSON bodies so that all values and fields that are refused can be told together ([UnreadableBody]).
/// A body that is read without a refusal is read once.
@Provider
@Singleton
class BodyReading implements ReaderInterceptor {
    private final ObjectMapper mapper;

    BodyReading(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (!MediaType.APPLICATION_JSON_TYPE.isCompatible(context.getMediaType())
                || context.getType().equals(String.class)) {
            return context.proceed();
        }
        var body = context.getInputStream().readAllBytes();
        if (body.length == 0) {
            return null;
        }
        context.setInputStream(new ByteArrayInputStream(body));
        try {
            return context.proceed();
        } catch (JsonProcessingException | WebApplicationException refused) {
            var unreadable = UnreadableBody.read(mapper, body, mapper.constructType(context.getGenericType()));
            if (unreadable.isPresent()) {
                throw unreadable.get();
            }
            throw refused;
        }
    }
}
