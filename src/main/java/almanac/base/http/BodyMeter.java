package almanac.base.http;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import jakarta.inject.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts the bytes that are read of a body, and answers 413 at the limit. It covers bodies without
/// `Content-Length`.
@jakarta.ws.rs.ext.Provider
class BodyMeter implements ReaderInterceptor {
    private final Provider<RequestConfig> config;

    /// A provider, as this is created before the configuration.
    BodyMeter(Provider<RequestConfig> config) {
        this.config = config;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        var limits = config.get();
        var type = context.getMediaType();
        var limit = BodyLimit.isCalendar(type == null ? null : type.toString())
                ? limits.calendarLimit()
                : limits.bodyLimit();
        context.setInputStream(new Metered(context.getInputStream(), limit.asLongValue()));
        return context.proceed();
    }

    private static final class Metered extends FilterInputStream {
        private long left;

        Metered(InputStream body, long limit) {
            super(body);
            left = limit;
        }

        @Override
        public int read() throws IOException {
            var one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var read = super.read(buffer, offset, length);
            count(read);
            return read;
        }

        private void count(int read) {
            left -= Math.max(0, read);
            if (left < 0) {
                throw ProblemException.of(Problem.TOO_LARGE);
            }
        }
    }
}
