package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.OutgoingMail;
import io.candour.consent.Caller;
import io.candour.identity.Directory;
import io.candour.record.RecordIndex;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationPriority;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * What people are told of in their own record, as Communications: found with the record, dated, and kept. Who has an e-mail
 * address there is written to that there is one. Safe for use by many threads.
 */
final class Notices {
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/communication-category";
    private static final String NOTIFICATION = "notification";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM uuuu 'at' HH:mm", Locale.UK);

    private final RecordIndex index;
    private final Directory directory;
    private final FhirContext fhir;
    private final ZoneId zone;
    private final Optional<OutgoingMail> mail;

    /** @param mail empty where no letters are sent */
    Notices(RecordIndex index, Directory directory, FhirContext fhir, ZoneId zone, Optional<OutgoingMail> mail) {
        this.index = index;
        this.directory = directory;
        this.fhir = fhir;
        this.zone = zone;
        this.mail = mail;
    }

    /** Puts a notice into its patient's record, in the transaction at hand. */
    void give(Communication notice, ResourceWriter resources) {
        resources.create(Communication.class, notice);
        mail.ifPresent(letters ->
                address(notice.getSubject().getReferenceElement().getIdPart()).ifPresent(letters::put));
    }

    private Optional<String> address(String patient) {
        return index
                .read("Patient", patient)
                .map(item -> fhir.newJsonParser().parseResource(Patient.class, item.content()))
                .stream()
                .flatMap(found -> found.getTelecom().stream())
                .filter(each -> each.getSystem() == ContactPointSystem.EMAIL
                        && each.getUse() != ContactPointUse.OLD
                        && each.hasValue())
                .min(Comparator.comparing(each -> each.hasRank() ? each.getRank() : Integer.MAX_VALUE))
                .map(ContactPoint::getValue);
    }

    /** That somebody opened the record in an emergency. Names the organisation; the log says more. */
    Communication emergency(String patient, Caller by, Instant now, Instant until) {
        return notice(
                patient,
                now,
                CommunicationPriority.URGENT,
                somebody(by) + " opened your record in an emergency. They said why, and it ends by itself on "
                        + TIME.format(until.atZone(zone))
                        + ". A guardian of records will check that it was right. You can see what they looked at"
                        + " under 'who has looked', and you can end it.");
    }

    private String somebody(Caller by) {
        return by.organisation()
                .map(new OrganisationNames(index, directory, fhir))
                .map(name -> "Somebody at " + name)
                .orElse("A member of staff");
    }

    /** That somebody asks to see something. */
    Communication accessAsked(String patient, Caller by, Instant now) {
        return notice(
                patient,
                now,
                CommunicationPriority.ROUTINE,
                somebody(by)
                        + " asks to see some of your record for a time. They see nothing unless you say yes, under"
                        + " 'requests to see my record'. Your own care is not affected, whatever you say.");
    }

    /** What somebody says became of what they saw when the patient had let them. */
    Communication attested(String patient, Caller by, boolean deleted, Instant now) {
        return notice(
                patient,
                now,
                CommunicationPriority.ROUTINE,
                somebody(by)
                        + " could see some of your record because you said yes. That has ended, and they say that "
                        + (deleted ? "they keep no copy." : "they keep some of it. You can see what, and why, under")
                        + (deleted ? "" : " 'requests to see my record'."));
    }

    /** That what was said about the record has been answered; told of with the Task, so that who may not see it sees neither. */
    Communication answered(String patient, String task, boolean actedOn, Instant now) {
        return notice(
                        patient,
                        now,
                        CommunicationPriority.ROUTINE,
                        (actedOn
                                        ? "A guardian of records has acted on something that was said about your record."
                                        : "A guardian of records has looked at something that was said about your record,"
                                                + " and turned it down.")
                                + " You can read their answer under 'what I said about my record'.")
                .addAbout(new Reference("Task/" + task));
    }

    /** That somebody asks to act for the patient. */
    Communication proxyAsked(String patient, String who, Instant now) {
        return notice(
                patient,
                now,
                CommunicationPriority.ROUTINE,
                who
                        + " asks to act for you here. Nobody acts for you unless you say yes, under 'people who act for me'.");
    }

    /** That staff settled who acts for the patient. */
    Communication proxyMade(String patient, Instant now) {
        return notice(
                patient,
                now,
                CommunicationPriority.URGENT,
                "Staff have settled that somebody acts for you. You can see who, and how far, under 'people who act for"
                        + " me', and you can end it.");
    }

    /** That staff entered what the patient chose on paper. */
    Communication choiceEntered(String patient, Instant now) {
        return notice(
                patient,
                now,
                CommunicationPriority.ROUTINE,
                "Staff have entered a choice that you made on paper. You can see it under 'my choices', and you can change"
                        + " it there.");
    }

    /** Whether this tells this patient of something. */
    static boolean isNotice(Communication communication, String patient) {
        return communication.getCategory().stream().anyMatch(each -> each.hasCoding(CATEGORY, NOTIFICATION))
                && communication.getRecipient().stream()
                        .anyMatch(each -> ("Patient/" + patient).equals(each.getReference()));
    }

    static Communication notice(String patient, Instant now, CommunicationPriority priority, String text) {
        Communication notice = new Communication();
        notice.setStatus(CommunicationStatus.COMPLETED)
                .setPriority(priority)
                .setSubject(new Reference("Patient/" + patient))
                .setSent(Date.from(now));
        notice.addCategory().addCoding().setSystem(CATEGORY).setCode(NOTIFICATION);
        notice.addRecipient(new Reference("Patient/" + patient));
        notice.addPayload().setContent(new StringType(text));
        return notice;
    }
}
