package io.candour.interference;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Confidentiality;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import io.candour.consent.Provision;
import io.candour.consent.ProvisionBuilder;
import io.candour.consent.fhir.ChoiceAnswer;
import io.candour.consent.fhir.ChoiceConsents;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;

/**
 * Choices of two patients, made by chance and written as the patients would, over the API.
 *
 * <p>Half of them each name one organisation, so that callers see different parts; now and then one closes everything.
 */
final class World {
    private static final String JSON = "application/fhir+json";
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private final Asker asker;
    private final Random random;
    private final List<String> actors;
    private final List<Written> written = new ArrayList<>();

    private record Written(Person by, Consent consent) {}

    /** @param actors names that choices may be about: {@code system|value} */
    World(Asker asker, Random random, List<String> actors) {
        this.asker = asker;
        this.random = random;
        this.actors = List.copyOf(actors);
    }

    /** Writes some choices of this patient about these items of theirs. */
    void choose(Person patient, List<ItemFacts> own) {
        int choices = 1 + random.nextInt(5);
        for (int i = 0; i < choices; i++) {
            write(patient, consent(patient.subject(), own));
        }
    }

    private void write(Person by, Consent consent) {
        HttpResponse<byte[]> saved = asker.raw(Question.send("POST", "Consent", JSON, encoded(consent)), by.token());
        String answer = new String(saved.body(), StandardCharsets.UTF_8);
        assertThat(saved.statusCode()).as(encoded(consent) + answer).isEqualTo(201);
        consent.setId(FHIR.newJsonParser().parseResource(answer).getIdElement().getIdPart());
        written.add(new Written(by, consent));
    }

    /** Takes all of them back. */
    void end() {
        for (Written each : written) {
            Consent over = each.consent().copy().setStatus(ConsentState.INACTIVE);
            // What a Consent names cannot be deleted.
            over.getProvision().setData(List.of());
            over.getProvision().getProvision().forEach(nested -> nested.setData(List.of()));
            HttpResponse<byte[]> saved = asker.raw(
                    Question.send("PUT", "Consent/" + over.getIdElement().getIdPart(), JSON, encoded(over)),
                    each.by().token());
            assertThat(saved.statusCode()).isEqualTo(200);
        }
    }

    private Consent consent(String patient, List<ItemFacts> own) {
        Choice choice =
                switch (random.nextInt(10)) {
                    case 0, 1 -> Choice.SENSITIVE_CARE_SHARING;
                    case 2 -> Choice.CARE_SHARING;
                    case 3 -> Choice.TELL_CLINICIANS_SOMETHING_IS_HIDDEN;
                    case 4 -> Choice.CARE_INSIDE;
                    default -> Choice.HIDE_FROM;
                };
        boolean hides = choice == Choice.HIDE_FROM;
        ProvisionBuilder rule = Provision.builder(hides || random.nextInt(3) == 0 ? Effect.DENY : Effect.PERMIT);
        if (random.nextInt(3) > 0) {
            rule.actors(Set.of(actors.get(random.nextInt(actors.size()))));
        }
        if (hides && random.nextInt(12) > 0) {
            narrow(rule, own);
        }
        Consent consent = ChoiceConsents.of(new ChoiceAnswer(
                patient,
                choice,
                rule.build(),
                random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty(),
                Instant.now().minus(Duration.ofMinutes(1 + random.nextInt(100_000))),
                "Patient/" + patient,
                Optional.empty(),
                "chosen by chance",
                "https://candour.io/terms/by-chance"));
        if (hides && random.nextInt(4) == 0) {
            // Without a choice of ours it answers no question, and no other answer takes its place.
            consent.getCategory().remove(1);
        }
        return consent;
    }

    private void narrow(ProvisionBuilder rule, List<ItemFacts> own) {
        ItemFacts item = own.get(random.nextInt(own.size()));
        ItemFacts other = own.get(random.nextInt(own.size()));
        switch (random.nextInt(8)) {
            case 0 -> rule.types(Set.copyOf(List.of(item.type(), other.type())));
            case 1 -> rule.instances(Set.copyOf(List.of(item.reference(), other.reference())));
            case 2 -> rule.confidentiality(Confidentiality.R);
            case 3 -> rule.sensitivity(Set.of("HIV", "ETH"));
            case 4 ->
                item.clinical()
                        .flatMap(Interval::start)
                        .ifPresentOrElse(
                                start -> rule.dataPeriod(Interval.of(start, start.plus(Duration.ofDays(900)))),
                                () -> rule.types(Set.of(item.type())));
            case 5 -> {
                if (item.codes().isEmpty()) {
                    rule.categories(Set.of(item.category()));
                } else {
                    rule.codes(item.codes());
                }
            }
            case 6 -> {
                if (item.belongsTo().isEmpty()) {
                    rule.categories(Set.of(Category.MEASUREMENTS));
                } else {
                    rule.related(Set.copyOf(item.belongsTo()));
                }
            }
            default -> rule.categories(Set.copyOf(List.of(item.category(), other.category())));
        }
    }

    private static String encoded(Consent consent) {
        return FHIR.newJsonParser().encodeResourceToString(consent);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        written.forEach(each -> text.append(each.by().name())
                .append(": ")
                .append(encoded(each.consent()))
                .append('\n'));
        return text.toString();
    }
}
