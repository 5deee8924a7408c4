import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;

/// The running service as a load client sees it: its calls, its heap and its CPU time.
///
/// @param base where it answers
/// @param management where it answers for health and metrics
/// @param admin the administrator's token
/// @param pid the process it runs in, on this machine
/// @param http the client
record Service(URI base, URI management, String admin, long pid, HttpClient http) {
    private static final String SCOPES = "[\"ZohoCliq.CalendarEvents.ALL\",\"ZohoCalendar.calendar.ALL\","
            + "\"ZohoCalendar.event.ALL\",\"ZohoCalendar.search.READ\",\"ZohoCalendar.freebusy.READ\"]";

    /// @param addresses where it answers and, behind a comma, where it does for health and metrics
    static Service of(String addresses, String admin, String pid) {
        var address = addresses.split(",");
        return new Service(URI.create(address[0]), URI.create(address[address.length - 1]), admin, Long.parseLong(pid), HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    /// An account with its default calendar.
    record Account(String email, String token, String calendar) {}

    Account account(String email) throws Exception {
        var made = call("POST", "/admin/accounts", admin,
                "{\"email\":\"" + email + "\",\"name\":\"Bench\",\"timezone\":\"UTC\"}");
        var token = call("POST", "/admin/accounts/" + field(made, "zuid") + "/tokens", admin, "{\"scopes\":" + SCOPES + "}");
        var calendar = field(made.substring(made.indexOf("\"calendar\"")), "id");
        return new Account(email, field(token, "access_token"), calendar);
    }

    /// Makes an event of half an hour.
    String create(Account owner, String title, long start) throws Exception {
        return call("POST", "/api/v2/events", owner.token(), "{\"title\":\"" + title + "\",\"start_time\":" + start
                + ",\"end_time\":" + (start + 1_800_000) + ",\"timezone\":\"UTC\"}");
    }

    void share(Account owner, Account reader) throws Exception {
        call("PUT", "/api/v2/calendars/" + owner.calendar() + "/shares/" + reader.email(), owner.token(),
                "{\"privilege\":\"view\"}");
    }

    String call(String method, String path, String token, String body) throws Exception {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .build();
        var response = http.send(request, BodyHandlers.ofString());
        for (var i = 0; response.statusCode() == 503 && i < 10; i++) {
            Thread.sleep(1000);
            response = http.send(request, BodyHandlers.ofString());
        }
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    static String field(String json, String name) {
        var match = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        if (!match.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return match.group(1);
    }

    /// The heap in use after a full collection, in bytes.
    long heap() throws Exception {
        for (var i = 0; i < 2; i++) {
            new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        }
        return usedHeap();
    }

    /// The heap in use now, in bytes.
    long usedHeap() throws Exception {
        var metrics = http.send(HttpRequest.newBuilder(management.resolve("/q/metrics")).build(), BodyHandlers.ofString());
        return Arrays.stream(metrics.body().split("\n"))
                .filter(line -> line.startsWith("jvm_memory_used_bytes") && line.contains("\"heap\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// The CPU time that the service has used, in seconds; its database is another process.
    ///
    /// @param user in its own code
    /// @param system in the kernel, on its behalf
    record Cpu(double user, double system) {
        Cpu since(Cpu before) {
            return new Cpu(user - before.user, system - before.system);
        }

        double total() {
            return user + system;
        }
    }

    Cpu cpu() throws IOException {
        var fields = Files.readString(Path.of("/proc/" + pid + "/stat")).replaceAll(".*\\) ", "").split(" ");
        return new Cpu(Long.parseLong(fields[11]) / 100.0, Long.parseLong(fields[12]) / 100.0);
    }
}
