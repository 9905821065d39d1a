package io.candour.portal.staff;

import io.candour.portal.FhirRefused;
import io.candour.portal.form.Problems;
import java.util.Set;

/** What the API refused, told beside the fields of the form that was sent. */
public final class Refused {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;

    /** What a form is about, which is no field of it. */
    private static final Set<String> NO_FIELDS = Set.of("task", "programme", "question", "run", "extract");

    private Refused() {}

    /**
     * Adds what is wrong.
     *
     * @param area of the messages: {@code area.problem.field}, {@code area.problem.refused}
     * @param fields what the form has, by the API's names
     * @return the status to answer with
     * @throws FhirRefused where the form can't help it
     */
    public static int tell(FhirRefused refused, String area, Set<String> fields, Problems problems) {
        String key = area + ".problem.";
        if (refused.byWhatWasSent()) {
            fields.stream()
                    .filter(field -> refused.about(field).isPresent())
                    .sorted()
                    .forEach(field -> problems.add(NO_FIELDS.contains(field) ? "" : field, key + field));
            if (!problems.any()) {
                problems.add("", key + "refused");
            }
            return refused.status();
        }
        switch (refused.status()) {
            case FORBIDDEN -> problems.add("", key + "forbidden");
            case NOT_FOUND -> problems.add("", key + "unknown");
            case TOO_MANY -> problems.add("", key + "tooMany");
            default -> throw refused;
        }
        return refused.status();
    }
}
