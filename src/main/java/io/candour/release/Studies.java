package io.candour.release;

import io.candour.choice.SnapshotStore;
import io.candour.consent.fhir.Vocabulary;
import io.candour.enforcement.OpenType;
import io.candour.identity.Directory;
import io.candour.release.Programme.Outcome;
import io.candour.release.Programme.Recipient;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.ResearchStudy.ResearchStudyStatus;
import org.hl7.fhir.r4.model.StringType;

/**
 * The register as everybody reads it: each programme a ResearchStudy (R4 10.20), from the moment it is proposed. Its
 * recipient is contained, as it was registered: who was let in is not to change with an entry of the directory. Safe for use
 * by many threads.
 */
final class Studies implements OpenType<ResearchStudy> {
    private final Programmes programmes;
    private final Ledger ledger;
    private final Extracts extracts;
    private final SnapshotStore clock;

    Studies(Programmes programmes, Ledger ledger, Extracts extracts, SnapshotStore clock) {
        this.programmes = programmes;
        this.ledger = ledger;
        this.extracts = extracts;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "ResearchStudy";
    }

    @Override
    public List<ResearchStudy> all() {
        Instant now = clock.load(List.of()).now();
        Map<String, Releases> releases = releases();
        return programmes.all().stream()
                .map(each -> study(each, releases.getOrDefault(each.id(), Releases.NONE), now))
                .toList();
    }

    /** What was let out to each programme; one to which nothing was may be left out. */
    Map<String, Releases> releases() {
        Map<String, Integer> answers = ledger.releases();
        Map<String, Integer> copies = extracts.releases();
        Map<String, Releases> releases = new HashMap<>();
        answers.forEach((id, count) -> releases.put(id, new Releases(count, copies.getOrDefault(id, 0))));
        copies.forEach((id, count) -> releases.putIfAbsent(id, new Releases(0, count)));
        return releases;
    }

    @Override
    public Set<String> values(ResearchStudy study, String parameter) {
        return Set.of(study.getStatus().toCode());
    }

    /** How many answers, and how many extracts, were let out to a programme. */
    record Releases(int answers, int extracts) {
        static final Releases NONE = new Releases(0, 0);
    }

    /** One programme as it stands at this time, with what was let out to it until now. */
    ResearchStudy study(Programme programme, Instant now) {
        return study(programme, releases().getOrDefault(programme.id(), Releases.NONE), now);
    }

    /** One programme as it stands at this time. */
    ResearchStudy study(Programme programme, Releases releases, Instant now) {
        ResearchStudy study = new ResearchStudy();
        study.setId(programme.id());
        study.addContained(recipient(programme.recipient()));
        study.setTitle(programme.title())
                .setDescription(programme.description())
                .setStatus(status(programme.status(now)))
                .setSponsor(new Reference("#recipient")
                        .setDisplay(programme.recipient().name()))
                .addCategory(Words.concept(Vocabulary.ACT_REASON, programme.purpose()));
        study.getPeriod()
                .setStartElement(Words.moment(programme.opens().orElse(programme.starts())))
                .setEndElement(Words.moment(programme.ends()));
        study.addExtension(Words.extension("legal-basis"), new StringType(programme.legalBasis()));
        study.addExtension(Words.extension("fee"), new StringType(programme.fee()));
        study.addExtension(Words.extension("commercial"), new BooleanType(programme.commercial()));
        programme
                .classes()
                .forEach(each -> study.addExtension(
                        Words.extension("data-class"), new Coding(Vocabulary.CATEGORY, each.code(), null)));
        study.addExtension(Words.extension("releases"), new IntegerType(releases.answers()));
        study.addExtension(Words.extension("extracts"), new IntegerType(releases.extracts()));
        programme
                .decision(Outcome.APPROVED)
                .ifPresent(approved -> study.addExtension(
                        Words.extension("notice-period"),
                        new Period()
                                .setStartElement(Words.moment(approved.at()))
                                .setEndElement(Words.moment(approved.at().plus(programme.notice())))));
        return study;
    }

    private static Organization recipient(Recipient recipient) {
        Organization organization = new Organization();
        organization.setId("recipient");
        organization
                .setName(recipient.name())
                .addType(Words.concept(
                        Words.system("recipient-type"), recipient.type().code()))
                .addIdentifier()
                .setSystem(Directory.ODS_CODE)
                .setValue(recipient.ods());
        return organization;
    }

    private static ResearchStudyStatus status(Programme.Status status) {
        return switch (status) {
            case IN_REVIEW -> ResearchStudyStatus.INREVIEW;
            case APPROVED -> ResearchStudyStatus.APPROVED;
            case ACTIVE -> ResearchStudyStatus.ACTIVE;
            case COMPLETED -> ResearchStudyStatus.COMPLETED;
            case REFUSED -> ResearchStudyStatus.DISAPPROVED;
            case STOPPED -> ResearchStudyStatus.ADMINISTRATIVELYCOMPLETED;
        };
    }
}
