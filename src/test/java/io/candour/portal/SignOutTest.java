package io.candour.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;

/** Which sessions end at the issuer as well: those of a real Tomcat, and an issuer that keeps what it was told. */
class SignOutTest {
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger gone = new AtomicInteger();
    private final AnnotationConfigServletWebServerApplicationContext server =
            new AnnotationConfigServletWebServerApplicationContext();

    @SuppressWarnings("NullAway.Init")
    private HttpServer there;

    @BeforeEach
    void start() throws IOException {
        there = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String url = "http://localhost:" + there.getAddress().getPort();
        there.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        """
                        {"issuer": "%1$s", "authorization_endpoint": "%1$s/auth", "token_endpoint": "%1$s/token",
                         "jwks_uri": "%1$s/keys", "end_session_endpoint": "%1$s/end",
                         "subject_types_supported": ["public"]}
                        """
                                .formatted(url)));
        there.createContext("/end", exchange -> {
            ended.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, "{}");
        });
        there.start();
        Issuer issuer = new Issuer(HttpClient.newHttpClient(), TriedSettings.from(url, "a secret"));
        server.registerBean(TomcatServletWebServerFactory.class, () -> {
            TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(0);
            tomcat.setAddress(InetAddress.getLoopbackAddress());
            // Seconds after which it looks for sessions that ran out.
            tomcat.setBackgroundProcessorDelay(1);
            return tomcat;
        });
        server.registerBean(
                SignOut.TimedOut.class, () -> new SignOut.TimedOut(issuer, Runnable::run, server::isActive));
        server.registerBean(Counting.class, () -> new Counting(gone));
        server.registerBean(
                ServletRegistrationBean.class, () -> new ServletRegistrationBean<>(new SigningIn(issuer), "/in"));
        server.refresh();
    }

    @AfterEach
    void stop() {
        server.close();
        there.stop(0);
    }

    @Test
    void aSession_whenItRunsOut_thenEndsAtTheIssuer() throws Exception {
        signIn(Duration.ofSeconds(1));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(ended).singleElement().asString().contains("refresh_token=a-refresh-token"));
    }

    @Test
    void aSession_whenTheServerStops_thenGoesOnAtTheIssuer() throws Exception {
        signIn(Duration.ofMinutes(20));
        signIn(Duration.ofMinutes(20));

        server.close();

        assertThat(gone).as("sessions that Tomcat ended").hasValue(2);
        assertThat(ended).isEmpty();
    }

    private void signIn(Duration idle) throws Exception {
        URI page = URI.create("http://localhost:" + server.getWebServer().getPort() + "/in?idle=" + idle.toSeconds());
        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static final class SigningIn extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Issuer issuer;

        SigningIn(Issuer issuer) {
            this.issuer = issuer;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            HttpSession session = request.getSession();
            session.setMaxInactiveInterval(Integer.parseInt(request.getParameter("idle")));
            session.setAttribute(
                    Tokens.IN_SESSION, new Tokens(issuer, Clock.systemUTC(), "a-refresh-token", Set.of("openid")));
        }
    }

    private record Counting(AtomicInteger gone) implements HttpSessionListener {
        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            gone.incrementAndGet();
        }
    }
}
