# Almanac on the JVM, with an AOT cache of its start inside: docker build -f deploy/jvm.Dockerfile -t almanac .
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -q -Dquick -DskipTests package

FROM eclipse-temurin:25-jre
# The embedded PostgreSQL asks who it is run by, so the user has a name. setpriv and setsid are those of util-linux.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin almanac \
 && mkdir -p /data /opt/almanac \
 && chown almanac:almanac /data /opt/almanac
COPY --from=build --chown=root:root /src/target/quarkus-app /opt/almanac/app
COPY --chmod=0755 deploy/healthcheck /opt/almanac/healthcheck
COPY --chmod=0755 deploy/prepare.sh /opt/almanac/prepare.sh
USER 10001:10001
WORKDIR /opt/almanac
ENV ALMANAC_DATA=/data
# One start on a database of its own, with the calls that are made most: what it loads and compiles is in the cache.
RUN /opt/almanac/prepare.sh java /opt/almanac/app/quarkus-run.jar /opt/almanac/almanac.aot
VOLUME /data
# The calls; health and metrics.
EXPOSE 8080 9000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/almanac/healthcheck"]
# Heap and the like: JAVA_TOOL_OPTIONS, for example -XX:MaxRAMPercentage=60.
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
  "-XX:AOTCache=/opt/almanac/almanac.aot", "-Xlog:aot*=off", "-Xlog:cds*=off", "-jar", "/opt/almanac/app/quarkus-run.jar"]
