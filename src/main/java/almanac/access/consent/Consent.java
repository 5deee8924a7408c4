package almanac.access.consent;

import almanac.access.consent.AuthorizationRequest.Outcome;
import almanac.access.grant.Client;
import almanac.access.grant.Clients;
import almanac.access.grant.Codes;
import almanac.access.grant.Codes.Approval;
import almanac.access.grant.GrantedScopes;
import almanac.access.grant.Person;
import almanac.access.grant.RedirectUri;
import almanac.access.oauth.OAuthAnswers;
import almanac.access.oauth.OAuthError;
import almanac.access.oauth.Parameters;
import almanac.access.oauth.Refusal;
import almanac.access.token.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks a person whether a client may act for them, in two steps: who the person is, and whether it may. What was
/// checked in a step is carried to the next by a [ConsentForm].
@Singleton
class Consent {
    private final Clients clients;
    private final Visitors visitors;
    private final Codes codes;
    private final ConsentForms forms;
    private final ConsentPages pages;

    Consent(Clients clients, Visitors visitors, Codes codes, ConsentForms forms, ConsentPages pages) {
        this.clients = clients;
        this.visitors = visitors;
        this.codes = codes;
        this.forms = forms;
        this.pages = pages;
    }

    /// Answers a client that has led a person here.
    Uni<Response> ask(Parameters parameters, Visit visit) {
        return clients.find(parameters.find("client_id").orElse("")).chain(client -> switch (AuthorizationRequest.read(
                parameters, client)) {
            case Outcome.Unsafe() -> refused(ConsentMessages::unsafe, visit);
            case Outcome.Refused(var redirectUri, var state, var refusal) ->
                Uni.createFrom().item(lead(redirectUri, error(refusal), state, visit));
            case Outcome.Asked(var request) -> askWho(client.orElseThrow(), request, Optional.empty(), visit);
        });
    }

    /// Answers a person who has sent a form.
    Uni<Response> answer(Parameters parameters, Visit visit) {
        var signed = parameters.find("form");
        if (parameters.fault().isPresent() || signed.isEmpty()) {
            return refused(ConsentMessages::expired, visit);
        }
        return forms.read(signed.get())
                .chain(form -> form.isEmpty()
                        ? refused(ConsentMessages::expired, visit)
                        : clients.find(form.get().request().clientId())
                                .chain(client -> answer(client, form.get(), parameters, visit)));
    }

    private Uni<Response> answer(Optional<Client> client, ConsentForm form, Parameters parameters, Visit visit) {
        var request = form.request();
        if (client.filter(one -> one.redirectUris().contains(request.redirectUri()))
                .isEmpty()) {
            return refused(ConsentMessages::unsafe, visit);
        }
        return switch (parameters.find("decision").orElse("")) {
            case "deny" -> Uni.createFrom().item(denied(request, visit));
            case "allow" -> allow(client.get(), form, visit);
            default -> signIn(client.get(), request, parameters.find("token"), visit);
        };
    }

    private Uni<Response> signIn(Client client, AuthorizationRequest request, Optional<String> token, Visit visit) {
        if (token.isEmpty()) {
            return askWho(client, request, Optional.of(ConsentMessages::wrongToken), visit);
        }
        return visitors.find(new Secret(token.get().strip()), visit)
                .chain(person -> person.isEmpty()
                        ? askWho(client, request, Optional.of(ConsentMessages::wrongToken), visit)
                        : askFor(client, request, person.get(), visit));
    }

    private Uni<Response> askWho(
            Client client,
            AuthorizationRequest request,
            Optional<Function<ConsentMessages, String>> fault,
            Visit visit) {
        return forms.sign(request, null, signed -> pages.askWho(client, signed, fault, visit.headers()));
    }

    /// A person grants at most what the own token grants.
    private Uni<Response> askFor(Client client, AuthorizationRequest request, Person person, Visit visit) {
        var scopes = GrantedScopes.both(request.scopes(), person.scopes());
        return scopes.isEmpty()
                ? askWho(client, request, Optional.of(ConsentMessages::tooFewScopes), visit)
                : forms.sign(
                        request.with(scopes),
                        person.proof(),
                        signed -> pages.askFor(client, signed, person, visit.headers()));
    }

    private Uni<Response> allow(Client client, ConsentForm form, Visit visit) {
        var request = form.request();
        var proof = form.proof();
        if (proof == null) {
            return askWho(client, request, Optional.of(ConsentMessages::wrongToken), visit);
        }
        return visitors.again(proof)
                .chain(person -> person.isEmpty()
                        ? Uni.createFrom().item(Optional.<Secret>empty())
                        : codes.add(approval(request, person.get())))
                .map(code -> code.isEmpty()
                        ? pages.refuse(ConsentMessages::expired, visit.headers())
                        : lead(request.redirectUri(), Map.of("code", code.get().text()), request.state(), visit));
    }

    private static Approval approval(AuthorizationRequest request, Person person) {
        return new Approval(
                request.clientId(),
                person,
                GrantedScopes.both(request.scopes(), person.scopes()),
                request.redirectUri(),
                request.challenge(),
                request.offline());
    }

    private static Response denied(AuthorizationRequest request, Visit visit) {
        var refusal = new Refusal(OAuthError.ACCESS_DENIED, "the person has refused");
        return lead(request.redirectUri(), error(refusal), request.state(), visit);
    }

    private static Map<String, String> error(Refusal refusal) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("error", refusal.error().text());
        parameters.put("error_description", refusal.why());
        return parameters;
    }

    /// Leads the person back, with the client's state and the issuer (RFC 9207).
    private static Response lead(String redirectUri, Map<String, String> what, @Nullable String state, Visit visit) {
        var parameters = new LinkedHashMap<>(what);
        if (state != null) {
            parameters.put("state", state);
        }
        parameters.put("iss", visit.issuer());
        return OAuthAnswers.unstored(Response.seeOther(RedirectUri.with(redirectUri, parameters)))
                .build();
    }

    private Uni<Response> refused(Function<ConsentMessages, String> sentence, Visit visit) {
        return Uni.createFrom().item(pages.refuse(sentence, visit.headers()));
    }
}
