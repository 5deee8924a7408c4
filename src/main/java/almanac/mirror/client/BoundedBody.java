package almanac.mirror.client;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/// Takes in an answer up to a length; a longer one is given up in the middle.
final class BoundedBody implements WriteStream<Buffer> {
    private final long limit;
    private final Buffer content = Buffer.buffer();

    BoundedBody(long limit) {
        this.limit = limit;
    }

    /// It is longer than what is read.
    static final class TooLongException extends RuntimeException {
        TooLongException(long limit) {
            super("the answer is longer than " + limit + " bytes", null, false, false);
        }
    }

    Buffer content() {
        return content;
    }

    @Override
    public Future<Void> write(Buffer data) {
        if (content.length() + data.length() > limit) {
            return Future.failedFuture(new TooLongException(limit));
        }
        content.appendBuffer(data);
        return Future.succeededFuture();
    }

    @Override
    public void write(Buffer data, @Nullable Handler<AsyncResult<Void>> handler) {
        var written = write(data);
        if (handler != null) {
            var _ = written.onComplete(handler);
        }
    }

    @Override
    public void end(@Nullable Handler<AsyncResult<Void>> handler) {
        var ended = Promise.<Void>promise();
        ended.complete();
        if (handler != null) {
            var _ = ended.future().onComplete(handler);
        }
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int size) {
        return this;
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
