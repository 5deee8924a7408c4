package almanac.event.ical;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A component of a file (RFC 5545, section 3.4), such as an event, with its lines and the components in it.
///
/// @param name its name, in upper case
/// @param number the number of its first line, from 1
/// @param lines its content lines, without those of the components in it
/// @param blocks the components in it
/// @param isWhole whether all its lines were kept, and it has an end
record Block(String name, int number, List<Line> lines, List<Block> blocks, boolean isWhole) {
    /// Copies the lists.
    Block {
        lines = List.copyOf(lines);
        blocks = List.copyOf(blocks);
    }

    /// Its first line with a name.
    Optional<Line> first(String property) {
        return all(property).findFirst();
    }

    /// Its lines with a name.
    Stream<Line> all(String property) {
        return lines.stream().filter(line -> line.name().equals(property));
    }

    /// The value of its first line with a name, trimmed; empty if there is none or it is blank.
    Optional<String> value(String property) {
        return all(property)
                .map(line -> line.value().strip())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /// Its components with a name.
    Stream<Block> within(String component) {
        return blocks.stream().filter(block -> block.name.equals(component));
    }

    /// Appends it with CRLF.
    void write(StringBuilder to) {
        Line.of("BEGIN", name).write(to);
        lines.forEach(line -> line.write(to));
        blocks.forEach(block -> block.write(to));
        Line.of("END", name).write(to);
    }

    /// A component while it is read.
    static final class Open {
        final String name;
        final int number;
        final List<Line> lines = new ArrayList<>();
        final List<Block> blocks = new ArrayList<>();
        boolean isWhole = true;

        Open(String name, int number) {
            this.name = name;
            this.number = number;
        }

        Block close() {
            return new Block(name, number, lines, blocks, isWhole);
        }
    }
}
