package almanac.deployment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The schemas of Kubernetes and of two extensions, as the models of clients carry them: what is no
/// field of a kind fails, and of the kinds of Kubernetes also what is missing.
final class KubernetesSchema {
    private static final String MODELS = "io.kubernetes.client.openapi.models.";

    /// What a pod of Knative has beside the fields of a pod.
    private static final List<String> OF_KNATIVE =
            List.of("containerConcurrency", "timeoutSeconds", "responseStartTimeoutSeconds", "idleTimeoutSeconds");

    private static final Map<String, Class<?>> EXTENSIONS = Map.of(
            "serving.knative.dev/v1 Service", io.fabric8.knative.serving.v1.Service.class,
            "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class);

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new NothingElse())
            .build();

    private KubernetesSchema() {}

    /// Fails where a resource is not one of its kind.
    static void check(JsonNode resource) throws Exception {
        var version = resource.path("apiVersion").asText();
        var kind = resource.path("kind").asText();
        var extension = EXTENSIONS.get(version + " " + kind);
        if (extension == null) {
            checkModel(version.replaceFirst(".*/", "").toUpperCase(Locale.ROOT) + kind, resource);
            return;
        }
        STRICT.treeToValue(resource, extension);
        if (kind.equals("Service")) {
            var pod = (ObjectNode) resource.at("/spec/template/spec").deepCopy();
            checkModel("V1PodSpec", pod.without(OF_KNATIVE));
        }
    }

    private static void checkModel(String name, JsonNode tree) throws Exception {
        try {
            Class.forName(MODELS + name)
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(tree.toString()));
        } catch (InvocationTargetException refusal) {
            throw new AssertionError(name + ": " + refusal.getCause().getMessage(), refusal);
        }
    }

    /// The models keep what they do not know aside; here that is an error.
    private static final class NothingElse extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
