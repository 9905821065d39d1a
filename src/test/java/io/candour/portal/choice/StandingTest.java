package io.candour.portal.choice;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.portal.choice.Standing.State;
import io.candour.portal.words.ReceiptNumber;
import java.time.Instant;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;

/** What the server says of choices, read. */
class StandingTest {
    private static Parameters parameters(String json) {
        return FhirContext.forR4Cached().newJsonParser().parseResource(Parameters.class, json);
    }

    static Standing sample() {
        return Standing.of(
                parameters(
                        """
                        {"resourceType": "Parameters", "parameter": [
                          {"name": "consent", "part": [
                            {"name": "reference", "valueReference": {"reference": "Consent/1/_history/2"}},
                            {"name": "state", "valueCode": "SUPERSEDED"},
                            {"name": "reason", "valueString": "A newer answer took its place."},
                            {"name": "words", "valueString": "Old Hospital may not see your record."},
                            {"name": "choice", "valueCode": "hide-from"},
                            {"name": "since", "valueInstant": "2026-11-01T09:00:00Z"},
                            {"name": "supersededBy", "valueReference": {"reference": "Consent/2"}}]},
                          {"name": "consent", "part": [
                            {"name": "reference", "valueReference": {"reference": "Consent/2/_history/1"}},
                            {"name": "state", "valueCode": "ENFORCED"},
                            {"name": "words", "valueString": "Old Hospital may not see your record."},
                            {"name": "words", "valueString": "This holds in an emergency too."},
                            {"name": "choice", "valueCode": "hide-from"},
                            {"name": "since", "valueInstant": "2026-11-02T09:30:00Z"},
                            {"name": "until", "valueInstant": "2027-01-01T00:00:00Z"}]},
                          {"name": "consent", "part": [
                            {"name": "reference", "valueReference": {"reference": "Consent/3/_history/1"}},
                            {"name": "state", "valueCode": "ENFORCED"},
                            {"name": "words", "valueString": "Your record may be used to plan."},
                            {"name": "choice", "valueCode": "planning"}]},
                          {"name": "consent", "part": [
                            {"name": "reference", "valueReference": {"reference": "Consent/4/_history/1"}},
                            {"name": "state", "valueCode": "SCHEDULED"},
                            {"name": "words", "valueString": "An app wrote this."}]},
                          {"name": "unanswered", "part": [
                            {"name": "choice", "valueCode": "care-sharing"},
                            {"name": "default", "valueCode": "permit"},
                            {"name": "words", "valueString": "Other organisations may see your record."}]}]}
                        """));
    }

    @Test
    void of_status_isNewestFirstWithAllThatWasSaid() {
        Standing standing = sample();

        assertThat(standing.choices()).extracting(Standing.Choice::consent).containsExactly("4", "3", "2", "1");
        Standing.Choice replaced = standing.find("1").orElseThrow();
        assertThat(replaced.state()).isEqualTo(State.SUPERSEDED);
        assertThat(replaced.version()).isEqualTo("2");
        assertThat(replaced.supersededBy()).contains("Consent/2");
        assertThat(replaced.live()).isFalse();
        assertThat(standing.find("2").orElseThrow().words()).hasSize(2);
        assertThat(standing.unanswered("care-sharing").orElseThrow().permits()).contains(true);
        assertThat(standing.unanswered("planning")).isEmpty();
    }

    @Test
    void overview_showsWhatHoldsOfEachQuestionAndWhatIsHidden() {
        Overview overview = Overview.of(sample());

        Overview.Asked sharing = overview.sections().get(0).questions().get(0);
        assertThat(sharing.answered()).isFalse();
        assertThat(sharing.words()).containsExactly("Other organisations may see your record.");
        Overview.Asked planning = overview.sections().get(1).questions().get(0);
        assertThat(planning.answered()).isTrue();
        assertThat(planning.words()).containsExactly("Your record may be used to plan.");
        assertThat(overview.hidden()).extracting(Overview.Row::consent).containsExactly("2");
        assertThat(overview.hidden().get(0).until()).contains(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(overview.hidden().get(0).when()).contains(Instant.parse("2026-11-02T09:30:00Z"));
        assertThat(overview.others()).extracting(Overview.Row::consent).containsExactly("4");
    }

    @Test
    void preview_isReadByKind() {
        Preview preview = Preview.of(
                parameters(
                        """
                        {"resourceType": "Parameters", "parameter": [
                          {"name": "permitted", "valueUnsignedInt": 3}, {"name": "refused", "valueUnsignedInt": 2},
                          {"name": "category", "part": [
                            {"name": "code", "valueCode": "medicines"},
                            {"name": "permitted", "valueUnsignedInt": 3},
                            {"name": "refused", "valueUnsignedInt": 2},
                            {"name": "reason", "part": [
                              {"name": "count", "valueUnsignedInt": 1}, {"name": "words", "valueString": "A."}]},
                            {"name": "reason", "part": [
                              {"name": "count", "valueUnsignedInt": 1}, {"name": "words", "valueString": "A."},
                              {"name": "words", "valueString": "B."}]}]}]}
                        """));

        assertThat(preview.total()).isEqualTo(5);
        Preview.Line line = preview.lines().get(0);
        assertThat(line.reasons()).containsExactly("A.", "B.");
        assertThat(line.all()).isFalse();
        assertThat(line.none()).isFalse();
    }

    @Test
    void receipt_isReadFromTheAnswerToASave() {
        Consent saved = FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(
                        Consent.class,
                        """
                        {"resourceType": "Consent", "id": "7", "extension": [{
                          "url": "https://candour.io/fhir/StructureDefinition/receipt", "extension": [
                            {"url": "reference", "valueUri": "Consent/7/_history/1"},
                            {"url": "changed", "valueString": "Old Hospital may not see your record."},
                            {"url": "from", "valueInstant": "2026-11-02T09:30:00Z"},
                            {"url": "supersedes", "valueUri": "Consent/1/_history/2"},
                            {"url": "warning", "valueString": "This ends sooner."}]}]}
                        """);

        Receipt receipt = Receipt.of(saved);

        assertThat(receipt.consent()).isEqualTo("7");
        assertThat(receipt.version()).isEqualTo("1");
        assertThat(receipt.from()).isPresent();
        assertThat(receipt.supersedes()).containsExactly("Consent/1/_history/2");
        assertThat(receipt.warnings()).containsExactly("This ends sooner.");
        assertThat(Receipt.of((Consent) new Consent().setId("Consent/8/_history/1"))
                        .consent())
                .isEqualTo("8");
    }

    @Test
    void quoted_isShortAndToldApart() {
        assertThat(ReceiptNumber.of("3f2a9c41-6d1e-4e4f-8b8a-000000000000", "2"))
                .isEqualTo("3F2A-9C41-2");
        assertThat(ReceiptNumber.of("17", "1")).isEqualTo("17-1");
    }

    @Test
    void recipients_areThoseThatTheRecordNames() {
        assertThat(
                        Recipients.organisations(
                                parameters(
                                        """
                                {"resourceType": "Parameters", "parameter": [
                                  {"name": "category", "part": [
                                    {"name": "category", "valueCode": "medicines"},
                                    {"name": "source", "part": [{"name": "organisation",
                                      "valueReference": {"reference": "Organization/2", "display": "Elm Street"}}]},
                                    {"name": "shared", "part": [{"name": "with",
                                      "valueReference": {"reference": "Organization/1", "display": "Old Hospital"}}]},
                                    {"name": "source", "part": [{"name": "system", "valueUri": "urn:x"}]}]},
                                  {"name": "category", "part": [
                                    {"name": "shared", "part": [{"name": "with",
                                      "valueReference": {"reference": "Organization/1", "display": "Old Hospital"}}]}]}]}
                                """)))
                .extracting(Hiding.Named::name)
                .containsExactly("Old Hospital", "Elm Street");
    }
}
