package almanac.event.freebusy;

import almanac.access.account.Accounts;
import almanac.access.auth.Scopes;
import almanac.access.quota.Quota;
import almanac.access.quota.UserBulkhead;
import almanac.access.token.Caller;
import almanac.base.request.Address;
import almanac.base.request.Query;
import almanac.storage.database.Transactions;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Free/busy of one person in the form of Zoho Calendar.
@Path("/api/v2/calendars/freebusy")
@Produces(MediaType.APPLICATION_JSON)
class ZohoFreeBusyResource {
    private static final String EVENT_BASED = "eventbased";
    private static final String TIME_BASED = "timebased";

    private final FreeBusyReader reader;
    private final Accounts accounts;
    private final Transactions transactions;

    ZohoFreeBusyResource(FreeBusyReader reader, Accounts accounts, Transactions transactions) {
        this.reader = reader;
        this.accounts = accounts;
        this.transactions = transactions;
    }

    /// What is asked for, as it was sent.
    ///
    /// @param email the address of the person
    /// @param isByTime whether the answer has the half hours of each day
    private record Asked(String email, ZohoTimes.Moment from, ZohoTimes.Moment to, boolean isByTime) {
        private static Asked of(UriInfo uri) {
            var query = Query.of(uri, Set.of("uemail", "sdate", "edate", "ftype"));
            var email = query.required("uemail", FreeBusyQuery.LONGEST_ADDRESS);
            if (!email.isEmpty() && !Address.Validator.isAddress(email)) {
                query.refuse("uemail", Address.RULE);
            }
            var from = moment(query, "sdate");
            var to = moment(query, "edate");
            var type = query.text("ftype", 20);
            if (type != null && !type.equals(EVENT_BASED) && !type.equals(TIME_BASED)) {
                query.refuse("ftype", "must be " + EVENT_BASED + " or " + TIME_BASED);
            }
            query.check();
            return new Asked(email, from, to, TIME_BASED.equals(type));
        }

        private static ZohoTimes.Moment moment(Query query, String name) {
            var text = query.required(name, 20);
            var moment = ZohoTimes.parse(text);
            if (moment.isEmpty() && !text.isEmpty()) {
                query.refuse(name, "must be like 20260302T090000, with a Z at its end for UTC");
            }
            return moment.orElse(ZohoTimes.Moment.NONE);
        }

        private boolean isOfUtc() {
            return from.isUtc() && to.isUtc();
        }

        /// @throws almanac.base.problem.ProblemException 400 for a window that cannot be
        private FreeBusyQuery query(ZoneId zone) {
            return ZohoTimes.query(email, from.in(zone), to.in(zone));
        }
    }

    @GET
    @Scopes(Scopes.FREE_BUSY)
    @Quota("get-calendar-freebusy")
    @UserBulkhead
    public Uni<Answer> get(@Context UriInfo uri, @Context SecurityContext security) {
        var caller = Caller.of(security);
        var asked = Asked.of(uri);
        return zone(caller, asked).chain(zone -> {
            var query = asked.query(zone);
            return reader.read(caller.zuid(), query)
                    .map(people -> answer(people.getFirst(), asked.isByTime, query, zone));
        });
    }

    /// The zone of the times that are sent and answered: UTC if the request says so, else the caller's.
    private Uni<ZoneId> zone(Caller caller, Asked asked) {
        return asked.isOfUtc()
                ? Uni.createFrom().item(ZoneOffset.UTC)
                : accounts.find(transactions.statements(), List.of(caller.zuid()), List.of())
                        .map(found -> found.isEmpty()
                                ? ZoneOffset.UTC
                                : ZoneId.of(found.getFirst().timezone(), ZoneId.SHORT_IDS));
    }

    private static Answer answer(PersonTimes person, boolean isByTime, FreeBusyQuery query, ZoneId zone) {
        if (!person.shared()) {
            return new Answer(null, true);
        }
        return new Answer(
                isByTime
                        ? ZohoTimes.halfHours(person.busy(), query, zone)
                        : person.busy().stream()
                                .map(span -> ZohoTimes.span(span, zone))
                                .toList(),
                null);
    }

    /// The answer.
    ///
    /// @param times a list of [ZohoTimes.Span]s, or the half hours by day; null where they are not shared
    /// @param isHidden true where they are not shared; else null
    @RegisterForReflection
    record Answer(
            @JsonProperty("freebusy") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Object times,

            @JsonProperty("fb_not_enabled") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean isHidden) {}
}
