package almanac.event.objectstore;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// The client of the AWS SDK, for one bucket. A request is prepared on the calling thread, which may block for
/// credentials; its result arrives on a thread of the SDK.
final class ObjectClient implements AutoCloseable {
    private static final int THREADS = 2;
    private static final String BYTES = "application/octet-stream";

    private final String bucket;
    private final AwsCredentialsProvider credentials;
    private final SdkAsyncHttpClient http;
    private final S3AsyncClient client;
    private final S3Presigner presigner;

    ObjectClient(ObjectStoreConfig config) {
        this.bucket = config.bucket()
                .orElseThrow(() -> new IllegalArgumentException(
                        "almanac.attachment.s3.bucket is not set; for example almanac.attachment.s3.bucket=almanac"));
        this.credentials = credentials(config);
        this.http = http(config);
        this.client = client(config);
        this.presigner = presigner(config);
    }

    private static AwsCredentialsProvider credentials(ObjectStoreConfig config) {
        return config.accessKey().isPresent()
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        config.accessKey().get(), config.secretKey().orElse("")))
                : DefaultCredentialsProvider.builder().build();
    }

    /// The time limits are those of silence: a large object may take longer.
    private static SdkAsyncHttpClient http(ObjectStoreConfig config) {
        return NettyNioAsyncHttpClient.builder()
                .eventLoopGroupBuilder(SdkEventLoopGroup.builder().numberOfThreads(THREADS))
                .maxConcurrency(config.connections())
                .connectionTimeout(config.timeout())
                .connectionAcquisitionTimeout(config.timeout())
                .readTimeout(config.timeout())
                .writeTimeout(config.timeout())
                .build();
    }

    private S3AsyncClient client(ObjectStoreConfig config) {
        var builder = S3AsyncClient.builder()
                .region(Region.of(config.region()))
                .forcePathStyle(config.pathStyle())
                .credentialsProvider(credentials)
                .httpClient(http)
                // Almanac sends a checksum of its own, in a header that all stores know.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .overrideConfiguration(
                        override -> override.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(2)
                                .build()));
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private S3Presigner presigner(ObjectStoreConfig config) {
        var builder = S3Presigner.builder()
                .region(Region.of(config.region()))
                .credentialsProvider(credentials)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(config.pathStyle())
                        .build());
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /// Writes an object from a file.
    ///
    /// @param checksum the CRC-32C of the file, in Base64; the store refuses other bytes
    Pending<Boolean> put(String name, Path file, String checksum) {
        return pending(
                client.putObject(
                        put -> put.bucket(bucket)
                                .key(name)
                                .contentType(BYTES)
                                .contentDisposition("attachment")
                                .checksumCRC32C(checksum),
                        AsyncRequestBody.fromFile(file)),
                answer -> true);
    }

    /// The content of an object, which has to be subscribed to.
    ///
    /// @param range the header `Range`; null for the whole object, whose checksum is then verified
    Pending<Body> get(String name, @Nullable String range) {
        return pending(
                client.getObject(request(name, range), AsyncResponseTransformer.toPublisher()),
                answer -> new Body(
                        answer.response().contentLength(),
                        Multi.createFrom()
                                .publisher(FlowAdapters.toFlowPublisher(answer))
                                .map(ObjectClient::buffer)));
    }

    private static Buffer buffer(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return Buffer.buffer(copy);
    }

    /// Writes an object to a file, which must not exist.
    Pending<Boolean> get(String name, Path file) {
        return pending(client.getObject(request(name, null), file), answer -> true);
    }

    private GetObjectRequest request(String name, @Nullable String range) {
        return GetObjectRequest.builder().bucket(bucket).key(name).range(range).build();
    }

    /// The size of an object, in bytes.
    Pending<Long> size(String name) {
        return pending(client.headObject(head -> head.bucket(bucket).key(name)), answer -> answer.contentLength());
    }

    /// Removes an object; succeeds if there is none.
    Pending<Boolean> remove(String name) {
        return pending(client.deleteObject(delete -> delete.bucket(bucket).key(name)), answer -> true);
    }

    /// The names that begin with a prefix and follow another one, in ascending order.
    Pending<List<String>> list(String prefix, String after, int most) {
        return pending(
                client.listObjectsV2(list ->
                        list.bucket(bucket).prefix(prefix).startAfter(after).maxKeys(most)),
                page -> page.contents().stream().map(S3Object::key).toList());
    }

    private static <A, T> Pending<T> pending(CompletableFuture<A> answer, Function<A, T> reader) {
        return new Pending<>(answer.thenApply(reader), () -> answer.cancel(true));
    }

    /// A URL that answers the object for a time, to whoever has it.
    String sign(String name, Duration age, String disposition) {
        return presigner
                .presignGetObject(sign -> sign.signatureDuration(age)
                        .getObjectRequest(get -> get.bucket(bucket)
                                .key(name)
                                .responseContentType(BYTES)
                                .responseContentDisposition(disposition)))
                .url()
                .toString();
    }

    @Override
    public void close() {
        presigner.close();
        client.close();
        http.close();
    }

    /// A request that is being carried out.
    ///
    /// @param result what it comes to
    /// @param abort ends it and closes its connection
    record Pending<T>(CompletableFuture<T> result, Runnable abort) {}

    /// The content of an object.
    ///
    /// @param size in bytes
    /// @param bytes at the reader's pace
    record Body(long size, Multi<Buffer> bytes) {}
}
