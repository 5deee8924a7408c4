import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes what pgbench runs from what the service runs, so that the two cannot drift apart.
///
/// ```
/// java -cp target/classes src/bench/Scripts.java sql GET|PAGE [value]...
/// java -cp target/classes src/bench/Scripts.java create LOG DIRECTORY value=variable...
/// ```
///
/// `sql` prints a statement of `almanac.event.agenda.EventSql`, its parameters replaced by the values in order where there
/// are any. `create` looks in a log of PostgreSQL for the call that has stored an event, and writes it as `create.sql`;
/// each parameter whose value is given as `value=variable` becomes that variable of pgbench, each other one a variable
/// with the value it had, which `create.args` defines, one argument a line.
final class Scripts {
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
    private static final Pattern STATEMENT =
            Pattern.compile("\\[\\d+] LOG: {2}(?:execute [^:]+|statement): (.*)", Pattern.DOTALL);
    private static final Pattern VALUES = Pattern.compile("\\[\\d+] DETAIL: {2}[Pp]arameters: (.*)", Pattern.DOTALL);
    private static final Pattern VALUE = Pattern.compile("\\$\\d+ = (NULL|'((?:[^']++|'')*+)')", Pattern.DOTALL);

    private Scripts() {}

    public static void main(String... arguments) throws IOException, ReflectiveOperationException {
        var rest = List.of(arguments).subList(1, arguments.length);
        switch (arguments[0]) {
            case "sql" -> System.out.println(sql(rest.getFirst(), rest.subList(1, rest.size())));
            case "create" -> create(Path.of(rest.get(0)), Path.of(rest.get(1)), rest.subList(2, rest.size()));
            default -> throw new IllegalArgumentException("sql or create, not " + arguments[0]);
        }
    }

    private static String sql(String name, List<String> values) throws ReflectiveOperationException {
        var field = Class.forName("almanac.event.agenda.EventSql").getDeclaredField(name);
        field.setAccessible(true);
        var sql = ((String) field.get(null)).strip();
        return values.isEmpty() ? sql : replace(sql, values) + ";";
    }

    private static void create(Path log, Path directory, List<String> known) throws IOException {
        var variables = new LinkedHashMap<String, String>();
        for (var pair : known) {
            var at = pair.lastIndexOf('=');
            variables.put(pair.substring(0, at), pair.substring(at + 1));
        }
        var script = new StringBuilder();
        var constants = new LinkedHashMap<String, String>();
        for (var executed : creation(Files.readString(log))) {
            var names = executed.values.stream()
                    .map(value -> variable(value, variables, constants))
                    .toList();
            script.append(replace(executed.sql, names)).append(";\n");
        }
        Files.writeString(directory.resolve("create.sql"), script);
        var definitions = new ArrayList<String>();
        constants.forEach((value, name) -> definitions.add("-D\n" + name.substring(1) + "=" + value + "\n"));
        Files.writeString(directory.resolve("create.args"), String.join("", definitions));
    }

    private record Executed(String sql, List<String> values) {}

    private static List<Executed> creation(String log) {
        return statements(log).stream()
                .filter(statement -> statement.sql.contains(" event_create("))
                .limit(1)
                .toList();
    }

    private static List<Executed> statements(String log) {
        var executed = new ArrayList<Executed>();
        // An entry begins with its time; what does not is the rest of the one before.
        for (var entry : log.split("\\n(?=\\d{4}-\\d\\d-\\d\\d )")) {
            var statement = STATEMENT.matcher(entry);
            var values = VALUES.matcher(entry);
            if (statement.find()) {
                executed.add(new Executed(statement.group(1).strip(), List.of()));
            } else if (values.find() && !executed.isEmpty()) {
                var last = executed.removeLast();
                executed.add(new Executed(last.sql, values(values.group(1))));
            }
        }
        return executed;
    }

    private static List<String> values(String logged) {
        return VALUE.matcher(logged)
                .results()
                .map(value -> value.group(2) == null ? "NULL" : value.group(2).replace("''", "'"))
                .toList();
    }

    private static String variable(String value, Map<String, String> known, Map<String, String> constants) {
        if (value.equals("NULL")) {
            return "null";
        }
        if (value.isEmpty()) {
            return "''"; // pgbench has no empty variables.
        }
        return known.containsKey(value)
                ? known.get(value)
                : constants.computeIfAbsent(value, unseen -> ":constant" + constants.size());
    }

    private static String replace(String sql, List<String> values) {
        return PARAMETER.matcher(sql).replaceAll(found -> Matcher.quoteReplacement(value(found, values)));
    }

    private static String value(MatchResult found, List<String> values) {
        return values.get(Integer.parseInt(found.group(1)) - 1);
    }
}
