package almanac.demo;

import almanac.demo.DemoData.Guest;
import io.quarkus.runtime.ImageMode;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.VertxContextSupport;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.runtime.management.ManagementConfig;
import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.util.List;

/// Prints the service's addresses after a start; in a demo also tokens and commands for a shell.
@Singleton
public class Welcome {
    private final DemoConfig config;
    private final DemoData demo;
    private final HttpServer http;
    private final ManagementConfig management;
    private final TlsConfigurationRegistry tls;

    Welcome(
            DemoConfig config,
            DemoData demo,
            HttpServer http,
            ManagementConfig management,
            TlsConfigurationRegistry tls) {
        this.config = config;
        this.demo = demo;
        this.http = http;
        this.management = management;
        this.tls = tls;
    }

    /// Creates the demo data if configured, and prints.
    public void greet() {
        try {
            var guests = config.demo() ? VertxContextSupport.subscribeAndAwait(demo::prepare) : List.<Guest>of();
            print(System.out, address(), guests);
        } catch (Throwable failure) {
            throw new IllegalStateException("the demo data could not be made", failure);
        }
    }

    /// Prefers HTTP if both ports are open: certificates are seldom issued for `localhost`.
    private String address() {
        return http.getPort() > 0 ? "http://localhost:" + http.getPort() : "https://localhost:" + http.getSecurePort();
    }

    /// The address of health and metrics: HTTPS if that port has a certificate, else HTTP.
    private String managementAddress() {
        var isSecure = TlsConfiguration.from(tls, management.tlsConfigurationName())
                .map(TlsConfiguration::getKeyStoreOptions)
                .isPresent();
        // That port may open later than the greeting is printed; then the configured one is told.
        var port = http.getManagementPort() > 0 ? http.getManagementPort() : management.port();
        return (isSecure ? "https" : "http") + "://localhost:" + port;
    }

    private void print(PrintStream out, String address, List<Guest> guests) {
        out.println();
        out.println("Almanac is ready: " + address);
        out.println("  Page     " + address + "/");
        out.println("  API      " + address + "/api/v2");
        out.println("  OpenAPI  " + address + "/q/openapi"
                + (ImageMode.current() == ImageMode.JVM ? ", to try it: " + address + "/q/swagger-ui" : ""));
        out.println("  Health   " + managementAddress() + "/q/health");
        out.println("  Metrics  " + managementAddress() + "/q/metrics");
        if (!guests.isEmpty()) {
            printDemo(out, address, guests);
        }
        out.println();
        out.flush();
    }

    private static void printDemo(PrintStream out, String address, List<Guest> guests) {
        var api = address + "/api/v2";
        out.println();
        out.println("Demo accounts, with tokens made for this start:");
        guests.forEach(guest -> out.printf("  %-20s %s%n", guest.email(), guest.token()));
        out.println();
        out.println("Open " + address + "/ in a browser and paste one of these tokens in.");
        out.println();
        out.println("Or paste into another shell:");
        out.println("  TOKEN=" + guests.getFirst().token());
        out.println("  curl -s -H \"Authorization: Bearer $TOKEN\" " + api + "/calendars");
        out.println("  curl -s -H \"Authorization: Bearer $TOKEN\" " + api + "/events");
        out.printf("  NOW=$(date +%%s)%n");
        out.println("  curl -s -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' " + api
                + "/events -d '{\"title\": \"Tea\", \"start_time\": '${NOW}000', \"end_time\": '$((NOW + 1800))000',"
                + " \"timezone\": \"Europe/Berlin\", \"attendees\": [\""
                + guests.getLast().email() + "\"]}'");
    }
}
