package io.candour.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The production realm with what only the demo may have: accounts, known secrets, a client with the password grant, and pages
 * at any port of this machine (Keycloak passes over the port where {@code http://localhost} is registered without one).
 */
final class DemoRealm {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DemoRealm() {}

    /**
     * Returns a realm to import: the demo's clients and users added, or laid over those of the same name; accounts that
     * are one of the cast carry that person's name and attributes.
     *
     * @param production the realm as it is deployed
     */
    static String json(Path production, Cast cast) throws IOException {
        ObjectNode realm = (ObjectNode) JSON.readTree(Files.readAllBytes(production));
        JsonNode demo = demo();
        demo.path("clients").forEach(client -> layOver(realm.withArray("clients"), "clientId", (ObjectNode) client));
        for (JsonNode user : demo.path("users")) {
            ObjectNode account = (ObjectNode) user;
            cast.part(account.path("username").asText()).ifPresent(part -> dress(account, part));
            layOver(realm.withArray("users"), "username", account);
        }
        return realm.toPrettyString();
    }

    /** The secret of a confidential client in the demo. */
    static String secret(String clientId) throws IOException {
        for (JsonNode client : demo().path("clients")) {
            if (client.path("clientId").asText().equals(clientId)) {
                return client.path("secret").asText();
            }
        }
        throw new IllegalArgumentException("The demo knows no secret of " + clientId);
    }

    private static JsonNode demo() throws IOException {
        try (InputStream file = DemoRealm.class.getResourceAsStream("/demo/demo-realm.json")) {
            return JSON.readTree(file);
        }
    }

    private static void layOver(ArrayNode all, String key, ObjectNode addition) {
        for (JsonNode one : all) {
            if (one.path(key).equals(addition.path(key))) {
                ((ObjectNode) one).setAll(addition);
                return;
            }
        }
        all.add(addition);
    }

    private static void dress(ObjectNode account, Cast.Part part) {
        account.put("firstName", part.given()).put("lastName", part.family());
        ObjectNode attributes = account.withObjectProperty("attributes");
        part.attributes().forEach((name, value) -> attributes.withArray(name).add(value));
    }
}
