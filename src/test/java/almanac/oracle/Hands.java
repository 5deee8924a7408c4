package almanac.oracle;

import almanac.oracle.Http.Answer;
import almanac.oracle.World.Slot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries operations out over HTTP, and keeps what the slots hold.
///
/// Mostly the account acts that may: what is refused changes nothing and shows nothing.
final class Hands {
    static final Answer NOTHING = new Answer(204, MissingNode.getInstance());
    private static final String EVENTS = "/api/v2/events";
    private static final String CALENDARS = "/api/v2/calendars";
    static final String[] STATUSES = {"accepted", "tentative", "declined", "yet_to_respond"};

    private final World world;

    Hands(World world) {
        this.world = world;
    }

    /// Carries an operation out at a node; one whose slot is empty does the next best, or nothing.
    Answer carryOut(Op op, URI node) {
        return switch (op.kind()) {
            case CREATE -> world.event(op.event()).isEmpty() ? create(op, node) : remove(op, node);
            case EDIT, INVITE -> edit(op, node, op.kind() == Op.Kind.INVITE || op.bit(16) && op.bit(17), false);
            case MOVE -> edit(op, node, false, true);
            case DELETE -> remove(op, node);
            case ANSWER -> answer(op, node);
            case SHARE -> share(op, node);
            case UNSHARE -> unshare(op, node);
            case SHOW, RENAME -> editCalendar(op, node);
            case CALENDAR -> calendar(op, node);
            case UPLOAD -> upload(op, node);
            case REPEAT, ONE, FOLLOWING, EVERY, SKIP, CUT, REPLY -> ofSeries(op, node);
        };
    }

    /// What is to be done to a series makes one of what is none.
    private Answer ofSeries(Op op, URI node) {
        var event = world.event(op.event());
        if (event.isEmpty()) {
            return create(op, node, Series.made(world, op));
        }
        return event.get().repeats() && op.kind() != Op.Kind.REPEAT
                ? new Series(world, op, this, node).carryOut(event.get(), actor(op, event))
                : edit(op, node, Series.changed(world, op));
    }

    private Answer create(Op op, URI node) {
        return create(op, node, world.body(op));
    }

    private Answer create(Op op, URI node, Map<String, Object> body) {
        var target = world.calendar(op.calendar());
        var actor = actor(op, target);
        target.ifPresent(calendar -> body.put("calendar_id", calendar.id()));
        if (op.bit(16)) {
            body.put("attendees", attendees(op));
        }
        attach(op, actor, body);
        var answer = send(node, "POST", EVENTS, actor, body);
        if (answer.isDone()) {
            world.event(op.event(), Optional.of(slot(answer, actor)));
        }
        return answer;
    }

    private Answer edit(Op op, URI node, boolean invites, boolean moves) {
        var event = world.event(op.event());
        if (event.isEmpty()) {
            return create(op, node);
        }
        var body = world.body(op);
        if (moves) {
            world.calendar(op.calendar()).ifPresent(calendar -> body.put("calendar_id", calendar.id()));
        }
        if (invites) {
            body.put("attendees", attendees(op));
        }
        return edit(op, node, body);
    }

    private Answer edit(Op op, URI node, Map<String, Object> body) {
        var event = world.event(op.event());
        if (event.isEmpty()) {
            return NOTHING;
        }
        var actor = actor(op, event);
        if (op.bit(18)) {
            body.put("edit_tag", event.get().tag());
        }
        attach(op, actor, body);
        var answer = send(node, "PUT", EVENTS + "/" + event.get().id(), actor, body);
        keep(op.event(), event.get(), answer);
        return answer;
    }

    private Answer remove(Op op, URI node) {
        var event = world.event(op.event());
        if (event.isEmpty()) {
            return NOTHING;
        }
        var body = Map.of(
                "calendar_id", event.get().calendarId(), "edit_tag", event.get().tag());
        var answer = send(node, "DELETE", EVENTS + "/" + event.get().id(), actor(op, event), body);
        keep(op.event(), event.get(), answer);
        return answer;
    }

    /// After a refusal the slot holds what the answer shows, or nothing where the event is gone.
    private void keep(int slot, Slot before, Answer answer) {
        switch (answer.status()) {
            case 200, 412 -> world.event(slot, Optional.of(slot(answer, before.owner())));
            case 204, 404 -> world.event(slot, Optional.empty());
            default -> {
                // What was refused is as it was; of what was not answered nobody knows.
            }
        }
    }

    private Answer answer(Op op, URI node) {
        var event = world.event(op.event());
        if (event.isEmpty()) {
            return NOTHING;
        }
        var status = STATUSES[op.choose(2, STATUSES.length)];
        return send(node, "PUT", EVENTS + "/" + event.get().id() + "/statuses/" + status, op.actor(), "");
    }

    private Answer share(Op op, URI node) {
        return world.calendar(op.calendar())
                .map(calendar -> send(
                        node,
                        "PUT",
                        sharePath(calendar, op.other()),
                        actor(op, Optional.of(calendar)),
                        Map.of("privilege", op.bit(3) ? "view" : "edit")))
                .orElse(NOTHING);
    }

    /// By the owner, or given up by the holder.
    private Answer unshare(Op op, URI node) {
        return world.calendar(op.calendar())
                .map(calendar -> send(
                        node, "DELETE", sharePath(calendar, op.other()), op.bit(3) ? op.other() : calendar.owner(), ""))
                .orElse(NOTHING);
    }

    private String sharePath(Slot calendar, int other) {
        return CALENDARS + "/" + calendar.id() + "/shares/"
                + world.account(other).email();
    }

    private Answer editCalendar(Op op, URI node) {
        var calendar = world.calendar(op.calendar());
        if (calendar.isEmpty()) {
            return NOTHING;
        }
        var path = CALENDARS + "/" + calendar.get().id();
        if (op.kind() == Op.Kind.RENAME) {
            return send(node, "PUT", path, actor(op, calendar), Map.of("name", "Calendar " + op.variant()));
        }
        return send(node, "PUT", path, op.bit(5) ? op.actor() : calendar.get().owner(), shown(op));
    }

    private static Map<String, Object> shown(Op op) {
        return switch (op.choose(2, 5)) {
            case 0, 1 -> Map.of("visibility", op.bit(6));
            case 2, 3 -> Map.of("status", op.bit(6));
            default -> Map.of("visibility", op.bit(6), "status", op.bit(7), "order", op.choose(8, 100));
        };
    }

    /// Makes a calendar in an empty slot, and removes one of another; the default calendars stay.
    private Answer calendar(Op op, URI node) {
        var calendar = world.calendar(op.calendar());
        if (calendar.isEmpty()) {
            var answer = send(node, "POST", CALENDARS, op.actor(), Map.of("name", "Calendar " + op.variant()));
            if (answer.isDone()) {
                var id = answer.body().at("/data/0/id").asText();
                world.calendar(op.calendar(), Optional.of(Slot.ofCalendar(id, op.actor())));
            }
            return answer;
        }
        var answer = send(node, "DELETE", CALENDARS + "/" + calendar.get().id(), actor(op, calendar), "");
        if (answer.status() == 204 || answer.status() == 404) {
            world.calendar(op.calendar(), Optional.empty());
        }
        return answer;
    }

    private Answer upload(Op op, URI node) {
        var boundary = "oracle";
        var body = "--oracle\r\nContent-Disposition: form-data; name=\"files\"; filename=\"%d.txt\"\r\n"
                        .formatted(op.variant())
                + "Content-Type: text/plain\r\n\r\ncontent\r\n--oracle--\r\n";
        var answer = Http.send(
                node,
                EVENTS + "/attachments",
                world.account(op.actor()).token(),
                request -> request.header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.ofString(body)));
        if (answer.isDone()) {
            world.upload(op.actor(), answer.body().at("/attachments/0/fileId").asText());
        }
        return answer;
    }

    void attach(Op op, int actor, Map<String, Object> body) {
        var fileId = world.upload(actor);
        if (op.bit(23) && !fileId.isEmpty()) {
            body.put("attachment_ids", op.bit(24) ? List.of() : List.of(fileId));
        }
    }

    /// Up to four of the accounts, and now and then somebody without one.
    List<Object> attendees(Op op) {
        var attendees = new ArrayList<Object>();
        for (var number = 0; number < World.ACCOUNTS; number++) {
            if (op.bit(8 + number)) {
                var email = world.account(number).email();
                attendees.add(op.bit(12) ? Map.of("email", email, "status", STATUSES[op.choose(3, 4)]) : email);
            }
        }
        if (op.bit(13) && op.bit(14)) {
            attendees.add("Somebody@elsewhere.example");
        }
        return attendees;
    }

    /// Three times of four whoever made it.
    private static int actor(Op op, Optional<Slot> slot) {
        return slot.isPresent() && (op.bit(25) || op.bit(26)) ? slot.get().owner() : op.actor();
    }

    static Slot slot(Answer answer, int owner) {
        var data = answer.body().path("data");
        JsonNode event = data.isArray() ? data.path(0) : data;
        return new Slot(
                event.path("id").asText(),
                owner,
                event.path("calendar_id").asText(),
                event.path("edit_tag").asText(),
                Items.isSeries(event));
    }

    Answer send(URI node, String method, String path, int actor, Object body) {
        return Http.send(node, method, path, world.account(actor).token(), body);
    }
}
