package almanac.event.agenda;

import almanac.event.agenda.EventQuery.Position;
import almanac.event.model.EventDocuments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of a list of events, assembled from documents. Each document is encoded once and copied once,
/// into an array of the exact size.
final class ListBody {
    private static final byte[] BEGINNING = ascii("{\"data\":[");
    private static final byte[] END = ascii("]}");
    private static final byte[] ORGANIZER = ascii(EventDocuments.ending(true));
    private static final byte[] PARTICIPANT = ascii(EventDocuments.ending(false));

    private final List<Item> items;
    private int length;

    /// A document as stored, and the ending that replaces its last character.
    private static final class Item {
        private final byte[] document;
        private final byte[] ending;

        Item(byte[] document, byte[] ending) {
            this.document = document;
            this.ending = ending;
        }

        int length() {
            return document.length - 1 + ending.length;
        }

        /// @return the index after it
        int copy(byte[] body, int place) {
            System.arraycopy(document, 0, body, place, document.length - 1);
            return put(ending, body, place + document.length - 1);
        }
    }

    /// @param expected the expected number of documents
    ListBody(int expected) {
        items = new ArrayList<>(expected);
    }

    /// The number of documents.
    int size() {
        return items.size();
    }

    /// Adds a document with the role of the organizer or of a participant.
    void add(String document, boolean isOrganizer) {
        var item = new Item(document.getBytes(StandardCharsets.UTF_8), isOrganizer ? ORGANIZER : PARTICIPANT);
        items.add(item);
        length = Math.addExact(length, item.length() + 1);
    }

    /// The complete body.
    ///
    /// @param next the position of the next page; null if there is none
    byte[] end(@Nullable Position next) {
        var end = next == null ? END : ascii("],\"next\":\"" + next + "\"}");
        var commas = Math.min(1, items.size());
        var body = new byte[BEGINNING.length + length - commas + end.length];
        var place = put(BEGINNING, body, 0);
        for (var item : items) {
            if (place > BEGINNING.length) {
                body[place++] = ',';
            }
            place = item.copy(body, place);
        }
        var _ = put(end, body, place);
        return body;
    }

    private static int put(byte[] piece, byte[] body, int place) {
        System.arraycopy(piece, 0, body, place, piece.length);
        return place + piece.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
