# Almanac as a native binary, on little more than the C library: ./mvnw package -Dnative, then
# docker build -f deploy/native.Dockerfile -t almanac:native .
#
# It needs an external PostgreSQL: almanac.database.url.
FROM busybox:stable-glibc
RUN adduser -D -H -u 10001 -h /data -s /bin/false almanac && mkdir -p /data /opt/almanac && chown almanac:almanac /data
COPY --chmod=0755 target/*-runner /opt/almanac/almanac
COPY --chmod=0755 deploy/healthcheck /opt/almanac/healthcheck
USER 10001:10001
WORKDIR /opt/almanac
ENV ALMANAC_DATA=/data
VOLUME /data
# The calls; health and metrics.
EXPOSE 8080 9000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 CMD ["/opt/almanac/healthcheck"]
ENTRYPOINT ["/opt/almanac/almanac", "-XX:+ExitOnOutOfMemoryError"]
