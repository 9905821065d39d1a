package io.candour.enforcement;

import io.candour.audit.AccessLog;
import io.candour.audit.AccessRecord;
import io.candour.audit.RecordId;
import io.candour.consent.Condition;
import io.candour.enforcement.EnforcementConfiguration.Deployment;
import io.candour.identity.VerifiedToken;
import io.candour.record.Cursor;
import io.candour.record.Order;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import io.candour.record.Sought;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;

/**
 * Takes the consent decision and the access log out of a running server and puts them back, to measure what they cost.
 * The server has no way to be without either; here both are exchanged inside the running objects.
 */
public final class Guards {
    private final Part log;
    private final Part consent;

    /** A field of a running object, as it is and as it would be without. */
    private record Part(Object owner, Field field, Object with, Object without) {
        static Part of(Object owner, String name, Object without) throws ReflectiveOperationException {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return new Part(owner, field, field.get(owner), without);
        }

        void set(boolean on) throws IllegalAccessException {
            field.set(owner, on ? with : without);
        }
    }

    private Guards(Part log, Part consent) {
        this.log = log;
        this.consent = consent;
    }

    public static Guards of(ApplicationContext server) throws ReflectiveOperationException {
        DisclosureFilter filter = server.getBeansOfType(FilterRegistrationBean.class).values().stream()
                .map(FilterRegistrationBean::getFilter)
                .filter(DisclosureFilter.class::isInstance)
                .map(DisclosureFilter.class::cast)
                .findFirst()
                .orElseThrow();
        GateInterceptor gate = server.getBean(GateInterceptor.class);
        Answers undecided = new Undecided(
                server.getBean(RecordIndex.class),
                server.getBean(Cursor.class),
                server.getBean(Deployment.class).baseUrl());
        return new Guards(Part.of(filter, "log", new NoLog()), Part.of(gate, "answers", undecided));
    }

    /** Both are on when the server starts. */
    public void set(boolean consentOn, boolean logOn) throws IllegalAccessException {
        consent.set(consentOn);
        log.set(logOn);
    }

    /** A page of the caller's own items as the record path makes it, where all is open and nothing is decided. */
    private record Undecided(RecordIndex index, Cursor cursors, String baseUrl) implements Answers {
        @Override
        public Answer answer(FhirRequest request, VerifiedToken token) {
            String type = request.type().orElseThrow();
            String patient = token.caller().patient().orElseThrow();
            int count = Integer.parseInt(request.values("_count").get(0));
            Sought all = new Sought(patient, Set.of(type), Condition.Flag.ALWAYS, List.of());
            List<RecordItem> found = index.search(all, Order.NEWEST, Optional.empty(), count + 1);
            List<RecordItem> page = found.subList(0, Math.min(count, found.size()));
            String query =
                    Searchset.query(type, Map.of("_count", request.values("_count"), "patient", List.of(patient)));
            Optional<String> next = found.size() > count
                    ? Optional.of(cursors.write(
                            Order.NEWEST.positionOf(page.get(count - 1)),
                            token.caller().kind() + "\n" + token.caller().id() + "\n" + query,
                            Instant.now().plus(Duration.ofHours(1))))
                    : Optional.empty();
            String body = Searchset.write(
                    baseUrl,
                    page.stream().map(Searchset.Entry::match).toList(),
                    Optional.empty(),
                    new Searchset.Links(baseUrl + "/" + query, Optional.empty(), next),
                    false);
            return new Answer(200, body, Map.of(), Answer.Evidence.NONE);
        }
    }

    /** Says at once that everything is durable. */
    private static final class NoLog implements AccessLog {
        @Override
        public RecordId record(AccessRecord record) {
            return new RecordId(Instant.now(), UUID.randomUUID());
        }

        @Override
        public CompletableFuture<RecordId> submit(AccessRecord record) {
            return CompletableFuture.completedFuture(record(record));
        }

        @Override
        public Coming coming() {
            return () -> {};
        }

        @Override
        public void writeInTransaction(Connection connection, List<AccessRecord> writes) {
            // Nothing is written while this is measured.
        }
    }
}
