package io.candour.browser;

import io.candour.browser.Markup.Form;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Goes wherever one visitor can: follows every link and sends every form, of each {@link Shape} so many. What it sends is
 * kept by the server as any visitor's would be.
 */
final class Crawl {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> FORM_IS_DEAD = Set.of(401, 403, 404, 405);
    private static final String SIGN_OUT = "/sign-out";

    /** Where to go next, and where that was read. */
    private record Step(URI to, URI from) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI own;
    private final Map<String, String> cookies;
    private final Answers answers;
    private final int most;
    private final Set<String> methods;
    private final Deque<Step> ahead = new ArrayDeque<>();
    private final Map<String, Set<String>> known = new HashMap<>();
    private final Map<String, Integer> sent = new HashMap<>();
    private final Map<String, URI> seen = new TreeMap<>();
    private final Set<String> problems = new TreeSet<>();

    /**
     * @param own where the pages are, without a path
     * @param cookies of somebody who has signed in
     * @param most how many pages of one shape, and forms of one kind, are enough
     * @param methods of the forms to send, in lower case
     */
    Crawl(String own, Map<String, String> cookies, Answers answers, int most, Set<String> methods) {
        this.own = URI.create(own + "/");
        this.cookies = new HashMap<>(cookies);
        this.answers = answers;
        this.most = most;
        this.methods = Set.copyOf(methods);
    }

    /** Goes on from these paths until nothing new comes. */
    Crawl from(String... paths) throws IOException, InterruptedException {
        for (String path : paths) {
            plan(path, own);
        }
        while (!ahead.isEmpty()) {
            Step step = ahead.removeFirst();
            arrive(step, send(HttpRequest.newBuilder(step.to()).GET()));
        }
        return this;
    }

    /** What is wrong with what was seen, each in a line. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** By shape, a page that was shown. */
    Map<String, URI> seen() {
        return Map.copyOf(seen);
    }

    /** The status with which this visitor is answered, as it comes. */
    int status(URI page) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(page).GET()).statusCode();
    }

    private void arrive(Step step, HttpResponse<String> answer) throws IOException, InterruptedException {
        judge(step.to(), step.from().getPath(), answer);
        int status = answer.statusCode();
        if (REDIRECTS.contains(status)) {
            follow(step.to(), answer);
        } else if (status >= 400) {
            // A form that was sent since may have ended what the page led to; then it leads there no more.
            if (leadsThere(step)) {
                problems.add("dead link: %s is %d, from %s"
                        .formatted(step.to().getPath(), status, step.from().getPath()));
            }
        } else if (isPage(answer)) {
            seen.putIfAbsent(Shape.of(step.to()), step.to());
            read(step.to(), answer.body());
        }
    }

    private boolean leadsThere(Step step) throws IOException, InterruptedException {
        HttpResponse<String> page = send(HttpRequest.newBuilder(step.from()).GET());
        if (page.statusCode() >= 400 || !isPage(page)) {
            return page.statusCode() < 400;
        }
        Markup markup = Markup.of(page.body());
        return markup.links().stream()
                        .anyMatch(link -> address(link, step.from()).equals(Optional.of(step.to())))
                || markup.forms().stream().anyMatch(form -> step.from()
                        .resolve(form.action())
                        .getPath()
                        .equals(step.to().getPath()));
    }

    private void read(URI page, String html) throws IOException, InterruptedException {
        Markup markup = Markup.of(html);
        PageLaws.broken(markup.facts()).forEach(each -> problems.add("%s %s".formatted(Shape.of(page), each)));
        for (String link : markup.links()) {
            plan(link, page);
        }
        for (Form form : markup.forms()) {
            submit(form, page);
        }
    }

    private void submit(Form form, URI page) throws IOException, InterruptedException {
        URI action = form.action().isEmpty() ? page : page.resolve(form.action());
        if (action.getPath().equals(SIGN_OUT) || !isOwn(action) || !methods.contains(form.method())) {
            return;
        }
        String kind = form.method() + " " + Shape.of(action) + " "
                + form.fields().stream().map(Markup.Field::name).distinct().toList();
        if (sent.merge(kind, 1, Integer::sum) > most) {
            return;
        }
        for (String body : answers.of(form)) {
            if (form.method().equals("get")) {
                plan(action.getRawPath() + "?" + body, page);
            } else {
                HttpResponse<String> answer = send(HttpRequest.newBuilder(action)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", own.toString().replaceFirst("/$", ""))
                        .POST(BodyPublishers.ofString(body)));
                judge(action, page.getPath(), answer);
                if (FORM_IS_DEAD.contains(answer.statusCode())) {
                    problems.add("dead form: %s is %d, from %s"
                            .formatted(action.getPath(), answer.statusCode(), page.getPath()));
                } else if (REDIRECTS.contains(answer.statusCode())) {
                    if (answer.statusCode() != 303 && answer.statusCode() != 302) {
                        problems.add("%s would be sent again by its answer, %d"
                                .formatted(Shape.of(action), answer.statusCode()));
                    }
                    follow(action, answer);
                } else if (isPage(answer)) {
                    PageLaws.broken(Markup.of(answer.body()).facts())
                            .forEach(each -> problems.add("%s, sent, %s".formatted(Shape.of(action), each)));
                }
            }
        }
    }

    private void judge(URI address, String from, HttpResponse<String> answer) {
        Map<String, String> headers = new HashMap<>();
        answer.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        new Exchange(Shape.of(address), true, answer.statusCode(), headers)
                .problems()
                .forEach(each -> problems.add(each + ", from " + from));
    }

    private void follow(URI from, HttpResponse<String> answer) {
        String location = answer.headers().firstValue("Location").orElse("");
        if (isOwn(from.resolve(location))) {
            plan(location, from);
        } else {
            problems.add("%s leads away to %s".formatted(from.getPath(), location));
        }
    }

    private void plan(String link, URI page) {
        Optional<URI> address = address(link, page);
        if (address.isEmpty()) {
            problems.add("%s links to what is no address: %s".formatted(page.getPath(), link));
        } else if (isOwn(address.get()) && !isOutside(address.get().getPath())) {
            Set<String> ofShape = known.computeIfAbsent(Shape.of(address.get()), shape -> new TreeSet<>());
            if (ofShape.size() < most && ofShape.add(address.get().toString())) {
                ahead.add(new Step(address.get(), page));
            }
        }
    }

    private static Optional<URI> address(String link, URI page) {
        try {
            return Optional.of(URI.create(page.resolve(link).toString().replaceFirst("#.*", "")));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private boolean isOwn(URI address) {
        return own.getAuthority().equals(address.getAuthority());
    }

    /** The API has its own tests; who signs out sees no more pages. */
    private static boolean isOutside(String path) {
        return path.startsWith("/fhir")
                || path.startsWith("/actuator")
                || path.startsWith("/.well-known")
                || path.equals(SIGN_OUT)
                || path.startsWith("/sign-in");
    }

    private static boolean isPage(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        List<String> pairs = new ArrayList<>();
        cookies.forEach((name, value) -> pairs.add(name + "=" + value));
        HttpResponse<String> answer =
                http.send(request.header("Cookie", String.join("; ", pairs)).build(), BodyHandlers.ofString());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        return answer;
    }
}
