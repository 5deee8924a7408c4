package almanac.base.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTreeTest {
    private final PathTree tree = new PathTree();

    PathTreeTest() {
        tree.add("/api/v2/events");
        tree.add("/api/v2/events/{id}");
        tree.add("/api/v2/events/attachments");
        tree.add("/api/v2/events/attachments/{id}");
        tree.add("/api/v2/events/{id}/rsvp");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v2/events, /api/v2/events",
        "/api/v2/events/, /api/v2/events",
        "/api/v2/events/5@example.com, /api/v2/events/{id}",
        "/api/v2/events/5@example.com/, /api/v2/events/{id}",
        "/api/v2/events/5@example.com/rsvp, /api/v2/events/{id}/rsvp",
        "/api/v2/events/attachments, /api/v2/events/attachments",
        "/api/v2/events/attachments/7, /api/v2/events/attachments/{id}",
    })
    void aPathHasTheTemplateItFollows(String path, String template) {
        assertEquals(Optional.of(template), tree.find(path));
    }

    @Test
    void aLiteralStepThatLeadsNowhereIsTriedAsAVariableOne() {
        assertEquals(Optional.of("/api/v2/events/{id}/rsvp"), withoutFiles().find("/api/v2/events/attachments/rsvp"));
    }

    private static PathTree withoutFiles() {
        var tree = new PathTree();
        tree.add("/api/v2/events/attachments");
        tree.add("/api/v2/events/{id}/rsvp");
        return tree;
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "/",
        "/api",
        "/api/v2/events//",
        "/api/v2//events",
        "//api/v2/events",
        "api/v2/events",
        "/api/v2/eventsx",
        "/api/v2/events/5/6",
        "/api/v2/events//rsvp",
        "/api/v2/events/5/rsvp//",
    })
    void aPathThatFollowsNoneHasNone(String path) {
        assertEquals(Optional.empty(), tree.find(path));
    }
}
