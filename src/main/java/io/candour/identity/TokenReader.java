package io.candour.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.candour.consent.Caller;
import io.candour.consent.CallerKind;
import io.candour.consent.Purpose;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Turns a verified token into the caller it speaks for.
 *
 * <p>Everything comes from signed claims, nothing from a header: {@code nhs_number}, {@code ods_code},
 * {@code sds_user_id}, {@code roles}, {@code purpose_of_use} and {@code scope}. The kind follows from the context of
 * the granted scopes and a role that may act in it; where a token has both {@code patient/} and {@code user/} scopes,
 * the person acts as a patient, the narrower right. A proxy's token names both people: the proxy in {@code nhs_number},
 * those they act for in {@code acts_for}. Safe for use by many threads.
 */
public final class TokenReader {
    private record Standing(SmartScopes.Context context, String role, CallerKind kind, Purpose purpose) {}

    private static final Purpose COMPLIANCE = new Purpose("HCOMPL");

    private static final Standing PROXY =
            new Standing(SmartScopes.Context.PATIENT, "carer", CallerKind.PROXY, Purpose.PATRQT);

    /** More people than anybody acts for. */
    private static final int MOST_ACTED_FOR = 20;

    /** First match wins, but who is a patient as well acts as a proxy where the token says for whom. */
    private static final List<Standing> STANDINGS = List.of(
            new Standing(SmartScopes.Context.PATIENT, "patient", CallerKind.PATIENT, Purpose.PATRQT),
            PROXY,
            new Standing(SmartScopes.Context.USER, "practitioner", CallerKind.PRACTITIONER, Purpose.TREAT),
            new Standing(SmartScopes.Context.USER, "guardian", CallerKind.GUARDIAN, COMPLIANCE),
            new Standing(SmartScopes.Context.USER, "auditor", CallerKind.AUDITOR, COMPLIANCE),
            new Standing(SmartScopes.Context.USER, "researcher", CallerKind.RESEARCHER, Purpose.HRESCH),
            new Standing(SmartScopes.Context.SYSTEM, "feeder", CallerKind.SYSTEM, Purpose.HSYSADMIN));

    private static final int REMEMBERED = 10_000;

    private final Directory directory;

    /** By the token itself: who it speaks for stays the same for as long as the directory's epoch does. */
    private final Cache<String, VerifiedToken> remembered = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterAccess(10, TimeUnit.MINUTES)
            .build();

    public TokenReader(Directory directory) {
        this.directory = directory;
    }

    /**
     * Reads a token whose signature, issuer, audience and times have been verified.
     *
     * @throws SessionEndedException where the issuer has ended the token's session since
     * @throws InsufficientTokenException where no scope and role go together, or the client lacks the purpose
     */
    public VerifiedToken read(Jwt token) {
        // Before what it speaks of: a membership that changes meanwhile makes the decision stale.
        long epoch = directory.epoch(Session.of(token));
        VerifiedToken known = remembered.getIfPresent(token.getTokenValue());
        if (known != null && known.epoch() == epoch) {
            return known;
        }
        VerifiedToken read = read(token, epoch);
        // That there is no record yet is not remembered: one that comes moves no epoch.
        if (read.context() != SmartScopes.Context.PATIENT
                || (read.caller().patient().isPresent()
                        && read.actsFor().size() >= actedFor(token).size())) {
            remembered.put(token.getTokenValue(), read);
        }
        return read;
    }

    /**
     * As {@link #read}, but perhaps as it was at an earlier epoch, which the result names: only for an answer that is not
     * recorded unless that epoch still stands.
     */
    public VerifiedToken readAsKnown(Jwt token) {
        VerifiedToken known = remembered.getIfPresent(token.getTokenValue());
        return known == null ? read(token) : known;
    }

    private VerifiedToken read(Jwt token, long epoch) {
        Session session = Session.of(token);
        Set<String> scopes = new LinkedHashSet<>(
                Arrays.asList(text(token, "scope").orElse("").split(" ")));
        SmartScopes smartScopes = SmartScopes.parse(scopes);
        Set<String> roles = new TreeSet<>(texts(token, "roles"));
        List<String> actedFor = actedFor(token);
        Standing standing = Stream.concat(actedFor.isEmpty() ? Stream.of() : Stream.of(PROXY), STANDINGS.stream())
                .filter(each -> smartScopes.has(each.context()) && roles.contains(each.role()))
                .findFirst()
                .orElseThrow(
                        () -> new InsufficientTokenException("The token has no resource scope that goes with a role"));
        if (!texts(token, "purpose_of_use").contains(standing.purpose().code())) {
            throw new InsufficientTokenException("The client is not granted the purpose "
                    + standing.purpose().code());
        }
        Optional<String> odsCode = text(token, "ods_code");
        Set<String> names = new TreeSet<>();
        odsCode.map(code -> Directory.ODS_CODE + "|" + code).ifPresent(names::add);
        text(token, "sds_user_id").map(id -> Directory.SDS_USER_ID + "|" + id).ifPresent(names::add);
        boolean person = standing.kind() == CallerKind.PATIENT || standing.kind() == CallerKind.PROXY;
        Optional<String> number = person ? text(token, "nhs_number") : Optional.empty();
        number.map(own -> Directory.NHS_NUMBER + "|" + own).ifPresent(names::add);
        Set<String> actsFor = new TreeSet<>();
        if (standing.kind() == CallerKind.PROXY) {
            actedFor.forEach(other -> patient(other).ifPresent(actsFor::add));
        }
        Optional<String> patient = number.flatMap(this::patient);
        Caller caller = new Caller(
                standing.kind(),
                token.getSubject(),
                // A program has no name of its own; its client's is what people know it by.
                text(token, "name").or(() -> text(token, "azp")).orElse(token.getSubject()),
                odsCode,
                roles,
                text(token, "azp").orElse(""),
                scopes,
                directory.memberships(names, patient),
                patient);
        return new VerifiedToken(
                caller,
                standing.purpose(),
                smartScopes,
                standing.context(),
                Optional.ofNullable(token.getExpiresAt()).orElseThrow(),
                epoch,
                session,
                text(token, "acr"),
                text(token, "nhs_number"),
                actsFor);
    }

    private static List<String> actedFor(Jwt token) {
        return texts(token, "acts_for").stream()
                .distinct()
                .limit(MOST_ACTED_FOR)
                .toList();
    }

    private Optional<String> patient(String nhsNumber) {
        return directory.find("Patient", Directory.NHS_NUMBER, nhsNumber);
    }

    private static Optional<String> text(Jwt token, String claim) {
        return Optional.ofNullable(token.getClaimAsString(claim)).filter(value -> !value.isBlank());
    }

    private static List<String> texts(Jwt token, String claim) {
        return Optional.ofNullable(token.getClaimAsStringList(claim)).orElse(List.of());
    }
}
