package io.candour.portal.staff;

import io.candour.portal.Fhir;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * What matters of a record, asked in one batch so that the person finds one look in their log and not seven.
 *
 * @param person empty where who they are is not for this clinician to see, though something else may be
 * @param parts what was found, in the order of {@link Section}
 * @param withheld whether the API says that something may be withheld
 */
record Glance(Optional<Person> person, List<Part> parts, boolean withheld) {
    /** As many as are read at a glance; a page that has more says so. */
    private static final int MOST = 50;

    private static final int LATEST = 10;

    /** One search of the batch. What has no status is asked for as well: silence does not end an illness. */
    enum Section {
        ALLERGIES("allergies", "AllergyIntolerance", "", MOST),
        PRESCRIPTIONS("medicines", "MedicationRequest", "&status=active,on-hold,unknown", MOST),
        STATEMENTS("medicines", "MedicationStatement", "&status=active,intended,on-hold,unknown", MOST),
        CONDITIONS("conditions", "Condition", "&clinical-status:not=resolved,inactive,remission", MOST),
        RESULTS("test-results", "Observation", "&category=laboratory&_sort=-date", LATEST),
        MEASUREMENTS("measurements", "Observation", "&category=vital-signs&_sort=-date", LATEST);

        private final String category;
        private final String type;
        private final String query;
        private final int count;

        Section(String category, String type, String query, int count) {
            this.category = category;
            this.type = type;
            this.query = query;
            this.count = count;
        }

        /** The category of the record that has all of them. */
        String category() {
            return category;
        }

        private String search(String patient) {
            return type + Fhir.query("patient", patient, "_count", Integer.toString(count)) + query;
        }
    }

    /**
     * What one search found.
     *
     * @param more whether there are more than these
     * @param refused whether the server did not answer this one, so that nothing here means nothing
     */
    record Part(Section section, List<Resource> items, boolean more, boolean refused) {}

    /** The batch for one patient. */
    static Bundle asks(String patient) {
        Bundle batch = new Bundle().setType(BundleType.BATCH);
        Stream.concat(
                        Stream.of("Patient/" + Fhir.encode(patient)),
                        Stream.of(Section.values()).map(each -> each.search(patient)))
                .forEach(url ->
                        batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl(url));
        return batch;
    }

    /** @param answer to {@link #asks}, entry by entry */
    static Glance of(Bundle answer, LocalDate today) {
        List<BundleEntryComponent> entries = answer.getEntry();
        Optional<Person> person = entries.stream()
                .findFirst()
                .map(BundleEntryComponent::getResource)
                .filter(Patient.class::isInstance)
                .map(each -> Person.of((Patient) each, today));
        List<Part> parts = new ArrayList<>();
        boolean withheld = false;
        int at = 0;
        for (Section section : Section.values()) {
            at++;
            Optional<Bundle> found = entries.stream()
                    .skip(at)
                    .findFirst()
                    .map(BundleEntryComponent::getResource)
                    .filter(Bundle.class::isInstance)
                    .map(Bundle.class::cast);
            parts.add(new Part(
                    section,
                    found.map(Glance::items).orElse(List.of()),
                    found.filter(each -> each.getLink("next") != null).isPresent(),
                    found.isEmpty()));
            withheld |= found.filter(Glance::tellsOfMore).isPresent();
        }
        return new Glance(person, List.copyOf(parts), withheld);
    }

    /** What a page of a search holds beside the API's own remarks. */
    static List<Resource> items(Bundle page) {
        return page.getEntry().stream()
                .map(BundleEntryComponent::getResource)
                .filter(each -> !(each instanceof OperationOutcome))
                .toList();
    }

    /** Whether the API says of this page that something may be withheld. */
    static boolean tellsOfMore(Bundle page) {
        return page.getEntry().stream()
                .map(BundleEntryComponent::getResource)
                .filter(OperationOutcome.class::isInstance)
                .flatMap(each -> ((OperationOutcome) each).getIssue().stream())
                .anyMatch(issue -> issue.getCode() == IssueType.SUPPRESSED);
    }

    /** Whether nothing of the record is open to who asks. */
    public boolean isClosed() {
        return person.isEmpty() && parts.stream().allMatch(part -> part.items().isEmpty());
    }
}
