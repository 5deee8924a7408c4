package almanac.base.http;

import almanac.base.problem.ProblemException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Decompresses bodies with `Content-Encoding: gzip`. It runs before [BodyMeter], which counts decompressed
/// bytes: a small body that expands to a large one is refused as a large one.
@Provider
@Priority(Priorities.ENTITY_CODER)
class Inflation implements ReaderInterceptor {
    private static final int BUFFER = 8192;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        var encoding = context.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && encoding.strip().toLowerCase(Locale.ROOT).endsWith("gzip")) {
            context.setInputStream(new Inflated(context.getInputStream()));
        }
        return context.proceed();
    }

    /// The members of a gzip file. The JDK ignores trailing bytes that are not a member.
    private static final class Members extends GZIPInputStream {
        private static final int TRAILER = 8;

        Members(InputStream deflated) throws IOException {
            super(deflated, BUFFER);
        }

        /// Whether bytes follow the last member.
        boolean isFollowed() throws IOException {
            return inf.getRemaining() > TRAILER || in.read() >= 0;
        }
    }

    /// A body that is decompressed on the first read. Invalid gzip is a 400.
    private static final class Inflated extends FilterInputStream {
        private @Nullable Members members;

        Inflated(InputStream deflated) {
            super(deflated);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                if (members == null) {
                    members = new Members(in);
                }
                var read = members.read(buffer, offset, length);
                if (read < 0 && members.isFollowed()) {
                    throw new ZipException("more than gzip");
                }
                return read;
            } catch (ZipException | EOFException broken) {
                throw ProblemException.field("body", "is not valid gzip");
            }
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
