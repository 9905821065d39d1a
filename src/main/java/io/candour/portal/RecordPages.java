package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Finds whose record a page under {@code /record/{who}} is about, before the page does anything. The server says it, with
 * the visitor's own token: somebody whose record they may not see is one who isn't there (404).
 */
final class RecordPages implements HandlerInterceptor {
    private final Arguments arguments;

    RecordPages(Arguments arguments) {
        this.arguments = arguments;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                && variables.get("who") instanceof String who
                && request.getAttribute(Arguments.WHOSE) == null) {
            request.setAttribute(Arguments.WHOSE, whose(who, arguments.fhir(request)));
        }
        return true;
    }

    /** A patient's own record, where there is none. */
    static final class NoRecord extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRecord() {
            super("no record of this visitor");
        }
    }

    private static Whose whose(String who, Fhir fhir) {
        if (who.equals(Whose.ME)) {
            Patient own = fhir.search("Patient").getEntry().stream()
                    .map(Bundle.BundleEntryComponent::getResource)
                    .filter(Patient.class::isInstance)
                    .map(Patient.class::cast)
                    .findFirst()
                    .orElseThrow(NoRecord::new);
            return new Whose(who, own.getIdElement().getIdPart(), name(own), true);
        }
        if (!who.matches("[A-Za-z0-9.-]{1,64}")) {
            throw new FhirRefused(404, List.of(), false);
        }
        Patient other = fhir.get(Patient.class, "Patient/" + who);
        return new Whose(who, who, name(other), false);
    }

    /** The name that people use of them. */
    static String name(Patient patient) {
        Optional<HumanName> usual = patient.getName().stream()
                .filter(name -> name.getUse() == HumanName.NameUse.OFFICIAL || !name.hasUse())
                .findFirst();
        return usual.or(() -> patient.getName().stream().findFirst())
                .map(name -> (name.getGivenAsSingleString() + " " + (name.hasFamily() ? name.getFamily() : "")).strip())
                .filter(name -> !name.isEmpty())
                .orElse("");
    }
}
