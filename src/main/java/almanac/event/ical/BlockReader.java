package almanac.event.ical;

import com.github.mangstadt.vinnie.SyntaxStyle;
import com.github.mangstadt.vinnie.VObjectProperty;
import com.github.mangstadt.vinnie.io.Context;
import com.github.mangstadt.vinnie.io.SyntaxRules;
import com.github.mangstadt.vinnie.io.VObjectDataAdapter;
import com.github.mangstadt.vinnie.io.VObjectReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the components of a text. It keeps what events are made of, within limits, and drops the rest as it
/// comes.
final class BlockReader extends VObjectDataAdapter {
    /// How deep components may be nested. A file that goes deeper is read up to there.
    private static final int DEEPEST = 20;

    private static final int MOST_LINES_OF_A_BLOCK = 3_000;
    private static final int MOST_LINES = 300_000;
    private static final int MOST_BLOCKS_OF_A_BLOCK = 500;

    /// The components that hold others, and are no limit to how many they hold.
    private static final Set<String> ENVELOPES = Set.of("VCALENDAR", "VEVENT", "");

    private final Deque<Block.Open> open = new ArrayDeque<>();
    private final Block.Open root = new Block.Open("", 1);
    private int kept;
    private int stoppedAt;

    private BlockReader() {
        open.push(root);
    }

    /// What a text consists of.
    ///
    /// @param blocks the outermost components
    /// @param stoppedAt the number of the line at which reading has stopped, as components are nested too
    ///     deeply; 0 if all was read
    record Blocks(List<Block> blocks, int stoppedAt) {}

    /// Reads a text.
    static Blocks read(String text) {
        var listener = new BlockReader();
        try (var reader = new VObjectReader(new StringReader(text), syntax())) {
            reader.parse(listener);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return listener.blocks();
    }

    /// That of version 2.0, unless the file says that it is of version 1.0.
    private static SyntaxRules syntax() {
        var rules = SyntaxRules.iCalendar();
        rules.setDefaultSyntaxStyle(SyntaxStyle.NEW);
        return rules;
    }

    private Blocks blocks() {
        while (open.size() > 1) {
            open.peek().isWhole = false;
            close();
        }
        return new Blocks(List.copyOf(root.blocks), stoppedAt);
    }

    private void close() {
        var closed = open.pop();
        var parent = open.element();
        if (ENVELOPES.contains(parent.name) || parent.blocks.size() < MOST_BLOCKS_OF_A_BLOCK) {
            parent.blocks.add(closed.close());
        } else {
            parent.isWhole = false;
        }
    }

    @Override
    public void onComponentBegin(String name, Context context) {
        if (open.size() > DEEPEST) {
            stoppedAt = context.getLineNumber();
            context.stop();
            return;
        }
        open.push(new Block.Open(Line.upper(name.strip()), context.getLineNumber()));
    }

    /// The library reports each component that ends, also those whose own end is missing.
    @Override
    public void onComponentEnd(String name, Context context) {
        if (open.size() > 1) {
            close();
        }
    }

    @Override
    public void onVersion(String value, Context context) {
        keep(Line.of("VERSION", value));
    }

    @Override
    public void onProperty(VObjectProperty property, Context context) {
        keep(new Line(name(property), parameters(property), property.getValue(), context.getLineNumber()));
    }

    private void keep(Line line) {
        var block = open.element();
        if (block.lines.size() >= MOST_LINES_OF_A_BLOCK || kept >= MOST_LINES) {
            block.isWhole = false;
            return;
        }
        kept++;
        block.lines.add(line);
    }

    private static String name(VObjectProperty property) {
        var group = property.getGroup();
        return Line.upper(group == null ? property.getName() : group + "." + property.getName());
    }

    private static Map<String, List<String>> parameters(VObjectProperty property) {
        if (property.getParameters().getMap().isEmpty()) {
            return Map.of();
        }
        var parameters = new LinkedHashMap<String, List<String>>();
        property.getParameters().forEach(entry -> {
            // The old syntax has values without a name.
            if (entry.getKey() != null) {
                parameters.put(Line.upper(entry.getKey()), new ArrayList<>(entry.getValue()));
            }
        });
        return parameters;
    }
}
