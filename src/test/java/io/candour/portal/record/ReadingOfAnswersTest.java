package io.candour.portal.record;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.portal.Whose;
import io.candour.portal.words.Words;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;

/** What the pages make of the server's answers. */
class ReadingOfAnswersTest {
    private static final Whose OWN = new Whose("me", "17", "Ada Example", true);

    private final Words words = words();

    private static Words words() {
        LocaleContextHolder.setLocale(Locale.UK);
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/portal/words");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        messages.setAlwaysUseMessageFormat(true);
        return new Words(messages, ZoneId.of("Europe/London"));
    }

    private static <T extends Resource> T read(Class<T> type, String json) {
        return FhirContext.forR4Cached().newJsonParser().parseResource(type, json.replace('\'', '"'));
    }

    @Test
    void whatIsHeldIsReadByCategory() {
        List<Held> held = Held.of(
                read(
                        Parameters.class,
                        """
                        {'resourceType': 'Parameters', 'parameter': [{'name': 'category', 'part': [
                          {'name': 'category', 'valueCode': 'test-results'}, {'name': 'count', 'valueUnsignedInt': 12},
                          {'name': 'first', 'valueInstant': '2016-05-13T02:59:24Z'},
                          {'name': 'last', 'valueInstant': '2025-01-02T00:00:00Z'},
                          {'name': 'newest', 'valueInstant': '2026-11-29T09:00:00Z'},
                          {'name': 'source', 'part': [{'name': 'organisation', 'valueReference':
                            {'reference': 'Organization/1', 'display': 'Elm Street'}}]},
                          {'name': 'source', 'part': [{'name': 'system', 'valueUri': 'urn:x'}]},
                          {'name': 'shared', 'part': [{'name': 'with', 'valueReference': {'display': 'Elm Street'}},
                            {'name': 'extent', 'valueCode': 'some'}, {'name': 'count', 'valueUnsignedInt': 3}]}]}]}
                        """),
                words);

        assertThat(held)
                .containsExactly(new Held(
                        "test-results",
                        "Test results",
                        12,
                        Optional.of("13 May 2016"),
                        Optional.of("2 January 2025"),
                        "29 November 2026",
                        List.of("Elm Street"),
                        List.of(new Held.Shared("Elm Street", "some", 3))));
    }

    @Test
    void aNoticeIsOneThatTellsThisPerson() {
        String json =
                """
                {'resourceType': 'Communication', 'id': 'n1', 'status': 'completed', 'priority': 'urgent',
                 'category': [{'coding': [{'system':
                  'http://terminology.hl7.org/CodeSystem/communication-category', 'code': 'notification'}]}],
                 'recipient': [{'reference': 'Patient/17'}], 'sent': '2026-05-03T08:00:00Z',
                 'received': '2026-05-04T08:00:00Z', 'about': [{'reference': 'Task/t1'}],
                 'payload': [{'contentString': 'Somebody looked'}]}
                """;
        Communication notice = read(Communication.class, json);

        assertThat(Notice.isNotice(notice, OWN)).isTrue();
        assertThat(Notice.of(notice, words))
                .isEqualTo(new Notice(
                        "n1",
                        Optional.of("3 May 2026 at 9:00am"),
                        true,
                        List.of("Somebody looked"),
                        Optional.of("4 May 2026 at 9:00am"),
                        Optional.of("t1")));
        assertThat(Notice.isNotice(read(Communication.class, json.replace("Patient/17", "Patient/18")), OWN))
                .isFalse();
        assertThat(Notice.isNotice(read(Communication.class, json.replace("'notification'", "'alert'")), OWN))
                .isFalse();
    }

    @Test
    void plainTextIsShownAndEverythingElseIsAFile() {
        // "Grüße" in ISO 8859-1.
        List<Letter> letters = Letter.of(
                read(
                        DocumentReference.class,
                        """
                {'resourceType': 'DocumentReference', 'status': 'current', 'content': [
                 {'attachment': {'contentType': 'text/plain; charset=iso-8859-1', 'data': 'R3L832U='}},
                 {'attachment': {'contentType': 'text/html', 'title': 'Page', 'data': 'PGI+'}},
                 {'attachment': {'contentType': 'no type at all', 'data': 'PGI+'}},
                 {'attachment': {'contentType': 'application/pdf', 'url': 'Binary/1'}}]}
                """));

        assertThat(letters)
                .containsExactly(
                        new Letter(0, "", Optional.of("Gr\u00fc\u00dfe")),
                        new Letter(1, "Page", Optional.empty()),
                        new Letter(2, "", Optional.empty()),
                        new Letter(3, "", Optional.empty()));
        assertThat(
                        Letter.of(
                                read(
                                        DiagnosticReport.class,
                                        """
                        {'resourceType': 'DiagnosticReport', 'status': 'final', 'code': {'text': 'x'},
                         'presentedForm': [{'contentType': 'text/plain', 'data': 'SGVsbG8K'}]}
                        """)))
                .containsExactly(new Letter(0, "", Optional.of("Hello")));
    }
}
