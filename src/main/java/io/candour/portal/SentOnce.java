package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * A form that is sent twice (a second click, going back) counts once: the second is answered with where the first led.
 * What was shown again because something in it was wrong may be sent again. Per visitor, for their last forms.
 */
final class SentOnce implements HandlerInterceptor {
    static final String FIELD = "once";

    private static final String IN_SESSION = "candour.sent";
    private static final String MINE = SentOnce.class.getName();
    private static final int MOST = 100;
    private static final long SECONDS = 30;

    /** By the form's own field, where it led; empty where it may be sent again. */
    private static final class Sent extends LinkedHashMap<String, CompletableFuture<Optional<String>>> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<Optional<String>>> eldest) {
            return size() > MOST;
        }
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        String form = request.getParameter(FIELD);
        HttpSession session = request.getSession(false);
        if (!request.getMethod().equals("POST") || form == null || session == null || form.length() > MOST) {
            return true;
        }
        CompletableFuture<Optional<String>> mine = new CompletableFuture<>();
        while (true) {
            CompletableFuture<Optional<String>> first = first(session, form, mine);
            if (first == null) {
                request.setAttribute(MINE, mine);
                return true;
            }
            Optional<String> led = awaited(first);
            if (led.isPresent()) {
                response.setStatus(HttpServletResponse.SC_SEE_OTHER);
                response.setHeader("Location", led.get());
                return false;
            }
            forget(session, form, first);
        }
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (request.getAttribute(MINE) instanceof CompletableFuture<?> mine) {
            @SuppressWarnings("unchecked")
            CompletableFuture<Optional<String>> done = (CompletableFuture<Optional<String>>) mine;
            boolean led = response.getStatus() / 100 == 3;
            done.complete(Optional.ofNullable(response.getHeader("Location")).filter(location -> led));
        }
    }

    private static Sent sent(HttpSession session) {
        synchronized (session) {
            Object known = session.getAttribute(IN_SESSION);
            if (known instanceof Sent sent) {
                return sent;
            }
            Sent fresh = new Sent();
            session.setAttribute(IN_SESSION, fresh);
            return fresh;
        }
    }

    private static @Nullable CompletableFuture<Optional<String>> first(
            HttpSession session, String form, CompletableFuture<Optional<String>> mine) {
        Sent sent = sent(session);
        synchronized (sent) {
            return sent.putIfAbsent(form, mine);
        }
    }

    private static void forget(HttpSession session, String form, CompletableFuture<Optional<String>> first) {
        Sent sent = sent(session);
        synchronized (sent) {
            sent.remove(form, first);
        }
    }

    /** Where it led, once it has; the home page where that takes too long. */
    private static Optional<String> awaited(CompletableFuture<Optional<String>> first) {
        try {
            return first.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(Paths.HOME);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of(Paths.HOME);
        }
    }
}
