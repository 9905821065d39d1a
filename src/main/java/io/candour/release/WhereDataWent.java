package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Operation;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * {@code Patient/$releases}: where my data went. A person sees every question that counted them: for whom and what it was,
 * what it asked, on which version of their choices, and whether its answer left. Nobody else sees who was counted. Safe for
 * use by many threads.
 */
final class WhereDataWent implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 1_000;

    private final Ledger ledger;
    private final Programmes programmes;
    private final Questions questions;
    private final Disclosures disclosures;
    private final FhirContext fhir;

    WhereDataWent(
            Ledger ledger, Programmes programmes, Questions questions, Disclosures disclosures, FhirContext fhir) {
        this.ledger = ledger;
        this.programmes = programmes;
        this.questions = questions;
        this.disclosures = disclosures;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "releases";
    }

    @Override
    public Answer answer(Invocation invocation) {
        String patient = invocation.patient();
        if (!invocation.token().caller().patient().equals(Optional.of(patient))) {
            return Answer.notThere(Answer.about(List.of(patient), "").evidence());
        }
        Map<String, Programme> known = new HashMap<>();
        Parameters answer = new Parameters();
        for (Ledger.Entry entry : ledger.of(patient, invocation.count(DEFAULT_COUNT, MAX_COUNT))) {
            Programme programme = known.computeIfAbsent(
                    entry.programme(), id -> programmes.find(id).orElseThrow());
            add(answer.addParameter().setName("release"), entry, programme, patient);
        }
        return Answer.about(List.of(patient), fhir.newJsonParser().encodeResourceToString(answer));
    }

    private void add(ParametersParameterComponent part, Ledger.Entry entry, Programme programme, String patient) {
        Asked asked = questions.find(entry.question()).orElseThrow();
        part.addPart().setName("programme").setValue(new Reference("ResearchStudy/" + programme.id()));
        part.addPart().setName("title").setValue(new StringType(programme.title()));
        part.addPart()
                .setName("recipient")
                .setValue(new StringType(programme.recipient().name()));
        part.addPart().setName("purpose").setValue(new CodeType(programme.purpose()));
        part.addPart().setName("asked").setValue(new StringType(QuestionWords.of(asked.question())));
        programme.classes().forEach(each -> part.addPart().setName("category").setValue(new CodeType(each.code())));
        part.addPart().setName("choices").setValue(new StringType(Long.toString(entry.version())));
        part.addPart().setName("counted").setValue(instant(entry.counted()));
        entry.released().ifPresent(at -> {
            part.addPart().setName("released").setValue(instant(at));
            part.addPart().setName("event").setResource(disclosures.event(programme, entry, patient, at));
        });
    }

    private static InstantType instant(Instant at) {
        return new InstantType(Date.from(at), TemporalPrecisionEnum.MILLI, TimeZone.getTimeZone("UTC"));
    }
}
