package io.candour.interference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.demo.DemoStack;
import io.candour.demo.DemoTokens;
import io.candour.identity.Directory;
import io.candour.identity.TokenReader;
import io.candour.identity.VerifiedToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** Everybody who asks, with tokens of the demo's issuer, read as the server reads them. */
final class People {
    static final String PATIENT = "openid patient/*.rs patient/Consent.cruds";
    static final String STAFF = "openid user/*.rs";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DemoStack stack;
    private final DemoTokens tokens;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Person> byName = new LinkedHashMap<>();
    private final String patient;
    private final String patient2;

    People(DemoStack stack) {
        this.stack = stack;
        tokens = new DemoTokens(stack.keycloak());
        patient = own("patient");
        patient2 = own("patient2");
        renew();
    }

    /** New tokens for everybody, since none lasts as long as all worlds; but for the one that has expired already. */
    void renew() {
        try {
            ask();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("no new tokens", e);
        }
    }

    private void ask() throws IOException, InterruptedException {
        add("patient", tokens.of("patient", PATIENT), patient);
        add("patient2", tokens.of("patient2", PATIENT), patient2);
        add("gp", tokens.of("gp", STAFF), patient);
        add("consultant", tokens.of("consultant", STAFF), patient);
        add("consultant, of somebody they do not care for", tokens.of("consultant", STAFF), patient2);
        String[] both = both();
        add("gp who is a patient", both[0], patient2);
        add("gp who is a patient, at work", both[1], patient2);
        add(Proxy.NAME, tokens.of(Proxy.NAME, Proxy.SCOPES), patient);
        add("researcher", tokens.of("researcher", STAFF), patient);
        add("guardian", tokens.of("guardian", STAFF), patient);
        add("auditor", tokens.of("auditor", STAFF), patient);
        add("system", tokens.ofClient("feeder", "system/*.cruds"), patient);
        if (!byName.containsKey("expired")) {
            String brief = tokens.of("demo-brief", "patient", "patient/*.rs");
            untilRefused(brief);
            byName.put("expired", new Person("expired", Optional.of(brief), Optional.empty(), patient));
        }
        byName.put("nobody", new Person("nobody", Optional.empty(), Optional.empty(), patient));
    }

    private void untilRefused(String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.fhirUrl() + "/Patient/none"))
                .header("Authorization", "Bearer " + token)
                .build();
        for (int i = 0; i < 120; i++) {
            if (http.send(request, BodyHandlers.discarding()).statusCode() == 401) {
                return;
            }
            Thread.sleep(250);
        }
        throw new IllegalStateException("a token that should have expired is still taken");
    }

    Map<String, Person> byName() {
        return byName;
    }

    Person named(String name) {
        return Optional.ofNullable(byName.get(name)).orElseThrow();
    }

    String patient() {
        return patient;
    }

    String patient2() {
        return patient2;
    }

    /** Reads again who they are: what belongs to whom may have changed. */
    private void add(String name, String token, String subject) {
        byName.put(name, new Person(name, Optional.of(token), Optional.of(verified(token)), subject));
    }

    private VerifiedToken verified(String token) {
        return stack.server()
                .getBean(TokenReader.class)
                .read(stack.server().getBean(JwtDecoder.class).decode(token));
    }

    private String own(String account) {
        return stack.server()
                .getBean(Directory.class)
                .find("Patient", Directory.NHS_NUMBER, stack.cast().attribute(account, "nhs_number"))
                .orElseThrow();
    }

    /**
     * Tokens of the GP as somebody who is a patient too, of the record of {@code patient2}: one for both contexts, one
     * for work alone. The account is so for as long as it takes to ask for them.
     */
    private String[] both() throws IOException, InterruptedException {
        String root = stack.keycloak().issuer().replaceFirst("/realms/.*", "");
        String admin = JSON.readTree(http.send(
                                HttpRequest.newBuilder(
                                                URI.create(root + "/realms/master/protocol/openid-connect/token"))
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(BodyPublishers.ofString(
                                                "grant_type=password&client_id=admin-cli&username=admin&password="
                                                        + DemoTokens.PASSWORD))
                                        .build(),
                                BodyHandlers.ofString(UTF_8))
                        .body())
                .path("access_token")
                .asText();
        String realm = root + "/admin/realms/candour";
        String users = realm + "/users";
        JsonNode gp = JSON.readTree(call(admin, "GET", users + "?exact=true&username=gp", ""))
                .path(0);
        String user = users + "/" + gp.path("id").asText();
        ObjectNode before = (ObjectNode) JSON.readTree(call(admin, "GET", user, ""));
        ObjectNode after = before.deepCopy();
        after.withObjectProperty("attributes")
                .putArray("nhs_number")
                .add(stack.cast().attribute("patient2", "nhs_number"));
        String role = "[" + call(admin, "GET", realm + "/roles/patient", "") + "]";
        call(admin, "PUT", user, after.toString());
        call(admin, "POST", user + "/role-mappings/realm", role);
        try {
            return new String[] {
                tokens.of("gp", PATIENT + " user/*.rs"), tokens.of("gp", STAFF),
            };
        } finally {
            call(admin, "DELETE", user + "/role-mappings/realm", role);
            call(admin, "PUT", user, before.toString());
        }
    }

    private String call(String admin, String method, String url, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString(UTF_8));
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + url + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
