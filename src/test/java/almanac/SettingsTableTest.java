package almanac;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.MappedSettings;
import almanac.testing.MappedSettings.Mapped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The table of settings that the start reads, and the tables of docs/configuration.md, are those of
/// the config mappings. With `-Dsettings=write` the test writes them.
class SettingsTableTest {
    private static final Path TABLE = Path.of("src", "main", "resources", "settings.tsv");
    private static final Path DOCS = Path.of("docs", "configuration.md");
    private static final Pattern SECTION =
            Pattern.compile("(<!-- settings: ([^>]+) -->\n)(.*?)(<!-- end of settings -->)", Pattern.DOTALL);
    private static final List<Mapped> SETTINGS = MappedSettings.all();

    @Test
    void theTableOfTheStartIsThatOfTheMappings() throws IOException {
        var table = SETTINGS.stream()
                .map(each -> each.name() + "\t" + each.kind() + "\t" + each.preset() + "\n")
                .collect(joining());
        isCurrent(TABLE, table);
    }

    @Test
    void theDocumentationSaysOfEachSettingWhatItsMappingSays() throws IOException {
        var rest = new ArrayList<>(SETTINGS);
        var text = SECTION.matcher(Files.readString(DOCS))
                .replaceAll(section ->
                        section.group(1).replace("$", "\\$") + table(section.group(2), rest) + section.group(4));
        assertEquals(List.of(), rest, "settings without a section");
        isCurrent(DOCS, text);
    }

    @Test
    void everySettingSaysWhatItDoes() {
        assertEquals(
                List.of(),
                SETTINGS.stream().filter(each -> each.effect().isBlank()).toList());
    }

    /// The rows of a section, which are taken out of what is left.
    private static String table(String prefixes, List<Mapped> rest) {
        var wanted = List.of(prefixes.split(" "));
        var rows = rest.stream()
                .filter(each -> wanted.stream().anyMatch(prefix -> within(each.name(), prefix)))
                .toList();
        rest.removeAll(rows);
        var head = "\n| property | takes | default | effect |\n|---|---|---|---|\n";
        return (head + rows.stream().map(SettingsTableTest::row).collect(joining()) + "\n").replace("$", "\\$");
    }

    private static boolean within(String name, String prefix) {
        return name.equals(prefix) || name.startsWith(prefix + ".");
    }

    private static String row(Mapped each) {
        var preset = each.shown().isEmpty() ? "none" : "`" + each.shown() + "`";
        var takes = each.kind().contains("|") ? "`" + each.kind().replace("|", "`, `") + "`" : each.kind();
        return "| `" + each.name() + "` | " + takes + " | " + preset + " | "
                + each.effect().replace("|", "\\\\|") + " |\n";
    }

    private static void isCurrent(Path file, String text) throws IOException {
        if ("write".equals(System.getProperty("settings"))) {
            Files.writeString(file, text);
        }
        assertEquals(
                text,
                Files.readString(file),
                file + " is not what the mappings say; ./mvnw -Dquick test -Dtest=SettingsTableTest -Dsettings=write"
                        + " writes it anew");
    }
}
