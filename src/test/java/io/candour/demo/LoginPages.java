package io.candour.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A browser with one person at Keycloak's login pages: authorization code with PKCE, password, and a second factor (TOTP,
 * RFC 6238) that is set up when Keycloak first asks for it.
 */
public final class LoginPages {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]*)\"");
    private static final Pattern SECRET = Pattern.compile("<input(?=[^>]*name=\"totpSecret\")[^>]*value=\"([^\"]*)\"");
    private static final String VERIFIER = "of-a-browser-in-a-test-that-nobody-else-knows-of-43";
    private static final int MOST_PAGES = 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new TreeMap<>();
    private final DemoStack stack;
    private final String account;
    private Optional<String> secret = Optional.empty();

    public LoginPages(DemoStack stack, String account) {
        this.stack = stack;
        this.account = account;
    }

    /**
     * Logs in to the app {@code nhs-app}, or steps up where the person is logged in.
     *
     * @param acr what the app asks for, as RFC 9470, section 4 says
     * @return an access token
     */
    public String logIn(String acr, String scopes) throws IOException, InterruptedException, GeneralSecurityException {
        String back = stack.webUrl() + "/back";
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("response_type", "code");
        asked.put("client_id", "nhs-app");
        asked.put("redirect_uri", back);
        asked.put("scope", scopes);
        asked.put("acr_values", acr);
        asked.put("code_challenge_method", "S256");
        asked.put(
                "code_challenge",
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(UTF_8))));
        HttpResponse<String> page = get(stack.keycloak().issuer() + "/protocol/openid-connect/auth?" + form(asked));
        for (int i = 0; i < MOST_PAGES; i++) {
            Optional<String> location = page.headers().firstValue("Location");
            if (location.filter(each -> each.startsWith(back)).isPresent()) {
                return redeem(location.get(), back);
            }
            page = location.isPresent() ? get(location.get()) : answer(page.body());
        }
        throw new IllegalStateException("Keycloak does not let " + account + " in: " + page.body());
    }

    /** Takes the second factor from the account again, as an administrator. */
    public void forgetSecondFactor() throws IOException, InterruptedException {
        String root = stack.keycloak().issuer().replaceFirst("/realms/.*", "");
        String token = post(
                        root + "/realms/master/protocol/openid-connect/token",
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                "admin",
                                "password",
                                DemoTokens.PASSWORD))
                .path("access_token")
                .asText();
        String users = root + "/admin/realms/candour/users";
        String id = administer("GET", users + "?exact=true&username=" + account, token)
                .path(0)
                .path("id")
                .asText();
        for (JsonNode credential : administer("GET", users + "/" + id + "/credentials", token)) {
            if (credential.path("type").asText().equals("otp")) {
                administer(
                        "DELETE",
                        users + "/" + id + "/credentials/"
                                + credential.path("id").asText(),
                        token);
            }
        }
    }

    private JsonNode administer(String method, String url, String token) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + url + ": " + answer.statusCode());
        }
        return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    private HttpResponse<String> answer(String page)
            throws IOException, InterruptedException, GeneralSecurityException {
        Matcher form = FORM.matcher(page);
        if (!form.find()) {
            throw new IllegalStateException("No form: " + page);
        }
        Matcher offered = SECRET.matcher(page);
        Map<String, String> fields = new LinkedHashMap<>();
        if (offered.find()) {
            secret = Optional.of(offered.group(1));
            fields.put("totp", code(secret.get()));
            fields.put("totpSecret", secret.get());
            fields.put("userLabel", "test");
        } else if (page.contains("name=\"otp\"")) {
            fields.put("otp", code(secret.orElseThrow()));
        } else {
            fields.put("username", account);
            fields.put("password", DemoTokens.PASSWORD);
        }
        return keep(http.send(
                request(form.group(1).replace("&amp;", "&"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(fields)))
                        .build(),
                BodyHandlers.ofString()));
    }

    private String redeem(String location, String back) throws IOException, InterruptedException {
        Matcher code = Pattern.compile("[?&]code=([^&]*)").matcher(location);
        if (!code.find()) {
            throw new IllegalStateException("No code: " + location);
        }
        return post(
                        stack.keycloak().tokenUrl(),
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "client_id",
                                "nhs-app",
                                "code",
                                code.group(1),
                                "redirect_uri",
                                back,
                                "code_verifier",
                                VERIFIER))
                .path("access_token")
                .asText();
    }

    private JsonNode post(String url, Map<String, String> fields) throws IOException, InterruptedException {
        return JSON.readTree(http.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form(fields)))
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return keep(http.send(request(url).GET().build(), BodyHandlers.ofString()));
    }

    /** Keycloak's cookies are for secure links, which the loopback interface is to a browser and not to java.net. */
    private HttpRequest.Builder request(String url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    private HttpResponse<String> keep(HttpResponse<String> answer) {
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            if (cookie.contains("Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        return answer;
    }

    private static String code(String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA1"));
        byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES)
                .putLong(System.currentTimeMillis() / 30_000)
                .array());
        int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & 0x7fffffff;
        return "%06d".formatted(number % 1_000_000);
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
