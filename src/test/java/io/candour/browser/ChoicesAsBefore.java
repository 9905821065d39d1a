package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient;
import io.candour.story.FhirClient.Answer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Says of each choice that the demo's patients made in a class of stories, and did not take back there, that it was
 * entered in error: who comes after finds everybody's choices as they were before. Use with {@code @ExtendWith}, after
 * {@link Browsing} and {@link Stack}.
 */
final class ChoicesAsBefore implements BeforeAllCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(ChoicesAsBefore.class);
    private static final List<String> ACCOUNTS = List.of("patient", "patient2");

    /** Ids of what was in force. */
    private record Before(Set<String> ids) {}

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Map<String, JsonNode> standing = new LinkedHashMap<>();
        for (String account : ACCOUNTS) {
            standing.putAll(inForce(client(context, account)));
        }
        context.getStore(NAMESPACE).put(Before.class, new Before(Set.copyOf(standing.keySet())));
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        Before before = context.getStore(NAMESPACE).get(Before.class, Before.class);
        for (String account : ACCOUNTS) {
            FhirClient client = client(context, account);
            Map<String, JsonNode> made = inForce(client);
            made.keySet().removeAll(before.ids());
            for (Map.Entry<String, JsonNode> each : made.entrySet()) {
                String error = ((ObjectNode) each.getValue())
                        .put("status", "entered-in-error")
                        .toString();
                Answer answer = client.put("Consent/" + each.getKey(), error);
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            }
        }
    }

    private static FhirClient client(ExtensionContext context, String account)
            throws IOException, InterruptedException {
        DemoStack stack = Stack.of(context);
        return FhirClient.of(stack, account, FhirClient.PATIENT_SCOPES);
    }

    private static Map<String, JsonNode> inForce(FhirClient patient) throws IOException, InterruptedException {
        Answer answer = patient.get("Consent?status=active&_count=200");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.resources()
                .collect(Collectors.toMap(
                        each -> each.path("id").asText(), each -> each, (one, same) -> one, LinkedHashMap::new));
    }
}
