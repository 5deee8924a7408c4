package almanac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// The sizes that rooms, files and methods keep, so that each can be read in one look.
class SizesTest {
    private static final Path CODE = Path.of("src", "main", "java", "almanac");
    private static final int FILES_OF_A_ROOM = 18;
    private static final int LINES_OF_A_FILE = 300;
    private static final int LINES_OF_A_METHOD = 30;
    private static final int SHAPES_OF_A_NOUN = 3;
    private static final int TEST_PROFILES = 12;

    /// The calls of a constructor with a component a line: one method each, that does nothing else.
    private static final Set<String> MAPPINGS = Set.of("CalendarViews.of");

    /// The records and rows that stand for one thing as a whole.
    private static final Map<String, Set<String>> SHAPES = Map.of(
            // As everybody sees it and as it is stored: one document.
            "Event",
            // The event itself; at one of its versions, with its calendar, to change it from; as one account sees it.
            Set.of("Event", "EventVersion", "EventView"),
            "Calendar",
            // As one account sees it; as it is stored; with what the caller may do there.
            Set.of("Calendar", "CalendarRow", "CalendarAccess"),
            "Account",
            // As others see it; as it is stored; with the calendar that was made for it, an answer of the admin calls.
            Set.of("Account", "AccountRow", "AccountWithCalendar"),
            "Share",
            Set.of("ShareRow"),
            "Attachment",
            Set.of("Attachment", "AttachmentRow"),
            "Token",
            // As it is stored, and what may be shown of it.
            Set.of("TokenRow", "TokenView"),
            "Link",
            // The link itself, and how it is doing, without its secrets.
            Set.of("Link", "LinkState"));

    /// The endings of records that are no shape of their noun but something about it: what was sent, what is asked for,
    /// the body of an answer, a part, a key, a secret, a way to it.
    private static final Set<String> ABOUT = Set.of("Request", "Query", "List", "Reminder", "Credentials", "Route");

    @Test
    void aRoomHasFewFiles() throws IOException {
        try (var folders = Files.walk(CODE)) {
            assertEquals(
                    List.of(),
                    folders.filter(Files::isDirectory)
                            .filter(folder -> sources(folder).size() > FILES_OF_A_ROOM)
                            .toList());
        }
    }

    /// Quarkus builds the application once a profile before the first test runs, and keeps each in the heap until the
    /// last has ended: about 50 MB and some seconds each.
    @Test
    void testsShareProfiles() throws IOException {
        try (var files = Files.walk(Path.of("src", "test", "java"))) {
            var profiles = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> text(file).contains(" implements QuarkusTestProfile {"))
                    .toList();
            assertTrue(profiles.size() <= TEST_PROFILES, profiles::toString);
        }
    }

    @Test
    void aFileIsShort() throws IOException {
        var tooLong = new ArrayList<Path>();
        for (var file : allSources()) {
            if (Files.readAllLines(file).size() > LINES_OF_A_FILE) {
                tooLong.add(file);
            }
        }
        assertEquals(List.of(), tooLong);
    }

    @Test
    void aMethodIsShort() throws IOException {
        assertEquals(
                List.of(),
                methods()
                        .filter(method -> method.lines() > LINES_OF_A_METHOD)
                        .filter(method -> !MAPPINGS.contains(method.name()))
                        .map(Method::toString)
                        .toList());
    }

    @Test
    void aNounHasFewShapes() throws IOException {
        SHAPES.forEach((noun, shapes) -> assertEquals(Math.min(shapes.size(), SHAPES_OF_A_NOUN), shapes.size(), noun));
        var others = allSources().stream()
                .filter(SizesTest::isRecordOrRow)
                .map(SizesTest::simpleName)
                .filter(SizesTest::isUnnamedShape)
                .collect(Collectors.toSet());
        assertEquals(Set.of(), others, "one more shape of a noun: say in this test what it is for, or do without it");
    }

    private static boolean isUnnamedShape(String name) {
        return SHAPES.entrySet().stream()
                .filter(noun -> name.matches(noun.getKey() + "([A-Z].*)?"))
                .anyMatch(noun ->
                        !noun.getValue().contains(name) && ABOUT.stream().noneMatch(name::endsWith));
    }

    private static boolean isRecordOrRow(Path file) {
        return simpleName(file).endsWith("Row")
                || text(file).matches("(?s).*\\n(public )?record " + simpleName(file) + "\\b.*");
    }

    private static String simpleName(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Path> sources(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Path> allSources() throws IOException {
        try (var files = Files.walk(CODE)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /// A method, and how many lines it has from its first to its last.
    private record Method(String file, String name, long lines) {}

    private static Stream<Method> methods() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var units = files.getJavaFileObjectsFromPaths(allSources());
            var task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
            var positions = Trees.instance(task).getSourcePositions();
            var found = new ArrayList<Method>();
            for (var unit : task.parse()) {
                new Finder(unit, positions, found).scan(unit, null);
            }
            return found.stream();
        }
    }

    /// Collects the methods of a file.
    private static final class Finder extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Method> found;

        Finder(CompilationUnitTree unit, SourcePositions positions, List<Method> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            var lines = unit.getLineMap();
            var start = method.getBody() == null
                    ? positions.getStartPosition(unit, method)
                    : positions.getStartPosition(unit, method.getBody());
            var length = lines.getLineNumber(positions.getEndPosition(unit, method)) - lines.getLineNumber(start) + 1;
            found.add(new Method(unit.getSourceFile().getName(), name(method), length));
            return super.visitMethod(method, nothing);
        }

        private String name(MethodTree method) {
            return simpleName(Path.of(unit.getSourceFile().getName())) + "." + method.getName();
        }
    }
}
