package io.candour.access;

import io.candour.choice.CareRelationships.Care;
import io.candour.consent.Interval;
import io.candour.consent.fhir.Moments;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.EpisodeOfCare;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;

/**
 * The care relationships that a resource states, and until when.
 *
 * <p>Only what a system client wrote may state one: a clinician could else open any record by writing an Encounter. Where
 * a resource does not say when it was, it states none, but for what is still going on. Immutable.
 */
public final class StatedCare {
    private static final Set<String> NO_ENCOUNTER = Set.of("cancelled", "entered-in-error", "unknown");
    private static final Set<String> OVER = Set.of("finished", "completed");
    private static final Set<String> NO_EPISODE = Set.of("cancelled", "entered-in-error");
    private static final Set<String> TEAM = Set.of("active", "suspended");
    private static final Set<String> REQUEST = Set.of("active", "on-hold", "completed");
    private static final Set<String> TASK =
            Set.of("requested", "received", "accepted", "ready", "in-progress", "on-hold", "completed");

    private final CareReach reach;
    private final Moments moments;

    /** @param zone what a date without a time zone is meant in */
    public StatedCare(CareReach reach, ZoneId zone) {
        this.reach = reach;
        this.moments = new Moments(zone);
    }

    /** What this resource states; empty for most. Organisations named by identifier alone state nothing. */
    public Set<Care> of(IBaseResource resource) {
        if (resource instanceof Patient patient) {
            String id = patient.getIdElement().getIdPart();
            Set<Care> stated = new HashSet<>(care(
                    id,
                    Stream.of(patient.getManagingOrganization()),
                    "Patient.managingOrganization",
                    Optional.empty()));
            stated.addAll(care(
                    id, patient.getGeneralPractitioner().stream(), "Patient.generalPractitioner", Optional.empty()));
            return stated;
        }
        if (resource instanceof Encounter encounter && !NO_ENCOUNTER.contains(code(encounter.getStatusElement()))) {
            return care(
                    encounter.getSubject(),
                    Stream.of(encounter.getServiceProvider()),
                    "Encounter.serviceProvider",
                    until(encounter.getPeriod(), code(encounter.getStatusElement()), reach.encounter()));
        }
        if (resource instanceof EpisodeOfCare episode && !NO_EPISODE.contains(code(episode.getStatusElement()))) {
            return care(
                    episode.getPatient(),
                    Stream.of(episode.getManagingOrganization()),
                    "EpisodeOfCare.managingOrganization",
                    until(episode.getPeriod(), code(episode.getStatusElement()), reach.episode()));
        }
        if (resource instanceof CareTeam team && TEAM.contains(code(team.getStatusElement()))) {
            return care(
                    team.getSubject(),
                    Stream.concat(
                            team.getManagingOrganization().stream(),
                            team.getParticipant().stream()
                                    .flatMap(member -> Stream.of(member.getMember(), member.getOnBehalfOf()))),
                    "CareTeam",
                    until(team.getPeriod(), "", reach.team()));
        }
        return referral(resource);
    }

    private Set<Care> referral(IBaseResource resource) {
        if (resource instanceof ServiceRequest request && REQUEST.contains(code(request.getStatusElement()))) {
            return care(
                    request.getSubject(),
                    request.getPerformer().stream(),
                    "ServiceRequest.performer",
                    last(reach.referral(), request.getOccurrence(), request.getAuthoredOnElement()));
        }
        if (resource instanceof Task task && TASK.contains(code(task.getStatusElement()))) {
            return care(
                    task.getFor(),
                    Stream.of(task.getOwner()),
                    "Task.owner",
                    last(reach.referral(), task.getExecutionPeriod(), task.getAuthoredOnElement()));
        }
        return Set.of();
    }

    private static String code(Base element) {
        return element.hasPrimitiveValue() ? element.primitiveValue() : "";
    }

    /** Going on: for ever, as far as is known. Over: for so long; a resource that says no time makes it long ago. */
    private Optional<Instant> until(Base period, String status, Duration after) {
        Optional<Interval> when = moments.when(period);
        Optional<Instant> end = when.flatMap(Interval::end);
        if (end.isEmpty() && OVER.contains(status)) {
            return Optional.of(
                    when.flatMap(Interval::start).orElse(Instant.EPOCH).plus(after));
        }
        return end.map(at -> at.plus(after));
    }

    private Optional<Instant> last(Duration after, Base... times) {
        Instant last = Instant.EPOCH;
        for (Base time : times) {
            Optional<Interval> when = Optional.ofNullable(time).flatMap(moments::when);
            Instant end = when.flatMap(Interval::end)
                    .or(() -> when.flatMap(Interval::start))
                    .orElse(Instant.EPOCH);
            last = end.isAfter(last) ? end : last;
        }
        return Optional.of(last.plus(after));
    }

    private static Set<Care> care(
            Reference subject, Stream<Reference> organisations, String basis, Optional<Instant> until) {
        return "Patient".equals(subject.getReferenceElement().getResourceType())
                ? care(subject.getReferenceElement().getIdPart(), organisations, basis, until)
                : Set.of();
    }

    private static Set<Care> care(
            String patient, Stream<Reference> organisations, String basis, Optional<Instant> until) {
        Set<Care> stated = new HashSet<>();
        organisations
                .map(Reference::getReferenceElement)
                .filter(reference -> "Organization".equals(reference.getResourceType()) && reference.hasIdPart())
                .forEach(reference -> stated.add(new Care(
                        patient,
                        "Organization/" + reference.getIdPart(),
                        basis,
                        until.map(at -> at.truncatedTo(ChronoUnit.MICROS)))));
        return stated;
    }
}
