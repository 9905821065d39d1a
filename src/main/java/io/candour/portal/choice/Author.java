package io.candour.portal.choice;

import java.util.Optional;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * Who makes a choice, and for whom.
 *
 * @param patient logical id of whose choice it is
 * @param own whether they make it themselves
 * @param name of who makes it
 * @param number NHS number of who makes it
 */
record Author(String patient, boolean own, String name, Optional<String> number) {
    /** Whoever acts for somebody is named by their number: they need not be able to see how the record calls them. */
    Reference reference() {
        if (own) {
            return new Reference("Patient/" + patient);
        }
        Reference reference = new Reference().setType("RelatedPerson");
        number.ifPresent(value -> reference.setIdentifier(
                new Identifier().setSystem(Vocabulary.NHS_NUMBER).setValue(value)));
        return name.isBlank() ? reference : reference.setDisplay(name);
    }
}
