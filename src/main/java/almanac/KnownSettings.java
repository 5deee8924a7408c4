package almanac;

import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// All settings of the service. They are checked before anything is started. An unknown name stops the start,
/// as a wrong value does: it would have no effect.
///
/// The settings are read from a table and not from the config mappings, which are complete only while Quarkus
/// runs. A test generates the table from the mappings.
final class KnownSettings {
    private static final String TABLE = "/settings.tsv";
    private static final String OURS = "almanac.";

    /// Names with the prefix that are not settings of the service: of the start script and its commands, and of
    /// the build.
    private static final Set<String> OTHERS = Set.of(
            "ALMANAC_PREPARE",
            "ALMANAC_URL",
            "ALMANAC_TOKEN",
            "ALMANAC_REQUIRE_BROWSER",
            "ALMANAC_SLOW_UNTIL",
            "ALMANAC_CLIENTS_UNTIL");

    /// Variables that Kubernetes and Docker set for a service with the name "almanac".
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "ALMANAC_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern ADDRESS_OF_A_SERVICE = Pattern.compile("(tcp|udp|sctp)://.*");

    private final List<Setting> settings;

    private KnownSettings(List<Setting> settings) {
        this.settings = settings;
    }

    static KnownSettings load() {
        try (var table = KnownSettings.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IllegalStateException(TABLE + " is not in the jar");
            }
            return read(table);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static KnownSettings read(InputStream table) throws IOException {
        var text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
        return new KnownSettings(text.lines()
                .map(line -> line.split("\t", -1))
                .map(cells -> new Setting(cells[0], Setting.Kind.of(cells[1]), cells[2]))
                .toList());
    }

    /// The setting of a property; empty where there is none.
    Optional<Setting> find(String property) {
        return settings.stream().filter(each -> each.is(property)).findFirst();
    }

    /// Whether an environment variable is a setting.
    boolean knowsVariable(String variable) {
        return settings.stream().anyMatch(each -> each.isVariable(variable));
    }

    /// The invalid values in a configuration, one line each.
    List<String> complaints(SmallRyeConfig config) {
        return names(config)
                .flatMap(name -> find(name).stream()
                        .flatMap(setting ->
                                value(config, name).flatMap(value -> setting.complaint(name, value)).stream()))
                .toList();
    }

    /// The names with the prefix in a configuration that are not settings.
    List<String> unknown(SmallRyeConfig config, Map<String, String> environment) {
        var properties = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(OURS) && find(name).isEmpty())
                .filter(name -> !environment.containsKey(Setting.variable(name)));
        var variables = environment.entrySet().stream()
                .filter(each -> each.getKey().startsWith(Setting.variable(OURS)))
                .filter(each -> !knowsVariable(each.getKey()) && !isOther(each.getKey(), each.getValue()))
                .map(Map.Entry::getKey);
        return Stream.concat(properties, variables).distinct().sorted().toList();
    }

    private static boolean isOther(String variable, String value) {
        return OTHERS.contains(variable)
                || SERVICE_LINK.matcher(variable).matches()
                || (variable.endsWith("_PORT")
                        && ADDRESS_OF_A_SERVICE.matcher(value).matches());
    }

    /// The message about an unknown name, with the setting whose name is nearest, if it is near enough to be meant.
    String question(String unknown) {
        var isVariable = unknown.startsWith(Setting.variable(OURS));
        var nearest = settings.stream()
                .map(setting -> isVariable ? Setting.variable(setting.name()) : setting.name())
                .min(Comparator.comparingInt(name -> Likeness.distance(unknown, name)))
                .filter(name -> isMeant(unknown, name));
        return "There is no setting " + unknown
                + nearest.map(name -> "; did you mean " + name + "?").orElse("");
    }

    /// Whether one name may be a misspelling of another: at most a third of the letters after the prefix differ.
    private static boolean isMeant(String unknown, String name) {
        return 3 * Likeness.distance(unknown, name) <= name.length() - OURS.length();
    }

    /// Every property that may be set: all names without a wildcard, which environment variables can set too,
    /// and all names in the configuration.
    private Stream<String> names(SmallRyeConfig config) {
        var fixed = settings.stream().map(Setting::name).filter(name -> name.indexOf('*') < 0);
        var given = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(OURS));
        return Stream.concat(fixed, given).distinct().sorted();
    }

    private static Optional<String> value(SmallRyeConfig config, String name) {
        return Optional.ofNullable(config.getConfigValue(name).getValue()).filter(value -> !value.isEmpty());
    }
}
