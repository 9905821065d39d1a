package io.candour.audit;

import io.candour.consent.Category;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Says rows of the log in English to the person they are about. Safe for use by many threads if its names are. */
public final class AccessWords {

    /** How people who work with records are called in their patients' views. */
    public enum Staff {
        BY_NAME,
        BY_ROLE
    }

    private static final Map<Category, String> WHAT = Map.ofEntries(
            Map.entry(Category.DETAILS, "your details"),
            Map.entry(Category.ALLERGIES, "your allergies"),
            Map.entry(Category.MEDICINES, "your medicines"),
            Map.entry(Category.CONDITIONS, "your conditions"),
            Map.entry(Category.TEST_RESULTS, "your test results"),
            Map.entry(Category.MEASUREMENTS, "your measurements"),
            Map.entry(Category.VACCINATIONS, "your vaccinations"),
            Map.entry(Category.PROCEDURES, "your procedures"),
            Map.entry(Category.VISITS, "your visits and appointments"),
            Map.entry(Category.CARE_PLANS, "your care plans"),
            Map.entry(Category.DOCUMENTS, "your documents and letters"),
            Map.entry(Category.REFERRALS, "your referrals"),
            Map.entry(Category.CHOICES, "your choices"),
            Map.entry(Category.OTHER, "other parts of your record"));

    private static final Map<String, String> WHY = Map.ofEntries(
            Map.entry("TREAT", "for your care"),
            Map.entry("CAREMGT", "to manage your care"),
            Map.entry("COC", "to coordinate your care"),
            Map.entry("ETREAT", "for your care in an emergency"),
            Map.entry("BTG", "for your care in an emergency"),
            Map.entry("PATRQT", "at the request of the person whose record it is"),
            Map.entry("FAMRQT", "at the request of somebody who acts for you"),
            Map.entry("HRESCH", "for research"),
            Map.entry("HOPERAT", "to run the health service"),
            Map.entry("HCOMPL", "to check that rules are kept"),
            Map.entry("HSYSADMIN", "to keep the records"));

    /** What was done, and to what, as it is said of an operation that is not told by the types of items. */
    private record Doing(String did, String tried, String what) {}

    private static final Map<String, Doing> OPERATIONS = Map.of(
            "$raise", new Doing("said something about", "say something about", "your record"),
            "$raised", new Doing("looked at", "look at", "what was said about your record"),
            "$answer-raised", new Doing("answered", "answer", "what was said about your record"),
            "$read-notice", new Doing("read", "read", "a notice in your record"),
            "$releases", new Doing("looked at", "look at", "where your data went"));

    private static final Set<String> EMERGENCIES = Set.of("BTG", "ETREAT");

    private final UnaryOperator<String> organisations;
    private final Staff staff;

    /** @param organisations what people call the organisation that has this ODS code */
    public AccessWords(UnaryOperator<String> organisations, Staff staff) {
        this.organisations = Objects.requireNonNull(organisations, "organisations");
        this.staff = Objects.requireNonNull(staff, "staff");
    }

    /**
     * @param patient logical id of the person who reads it
     * @param seen the row as they may see it
     */
    public AccessLine line(String patient, StoredRecord seen) {
        AccessRecord record = seen.record();
        Agent agent = record.agent();
        boolean self = agent.kind() == Agent.Kind.PATIENT && agent.id().equals("Patient/" + patient);
        return new AccessLine(
                seen.id(),
                seen.id().at(),
                self ? "You" : who(agent),
                agent.organisation().map(organisations),
                did(record, self),
                reason(record),
                record.outcome() != Outcome.PERMITTED,
                record.asked().purpose().filter(EMERGENCIES::contains).isPresent(),
                agent.automated(),
                record.items(),
                record.requestId());
    }

    private String who(Agent agent) {
        String name = staff == Staff.BY_NAME && !agent.name().isBlank() ? agent.name() : "";
        return switch (agent.kind()) {
            case PATIENT -> "Another person";
            case PROXY -> called(agent.name(), "Somebody who acts for you");
            case PRACTITIONER -> called(name, "A member of staff");
            case RESEARCHER -> called(name, "A researcher");
            case GUARDIAN -> called(name, "A guardian of records");
            case AUDITOR -> called(name, "An auditor");
            case SYSTEM -> "A computer system (" + agent.client() + ")";
            case UNKNOWN -> "Somebody who is not known here";
        };
    }

    private static String called(String name, String otherwise) {
        return name.isBlank() ? otherwise : name;
    }

    private static String did(AccessRecord record, boolean self) {
        String why = self
                ? ""
                : record.asked()
                        .purpose()
                        .map(code -> " " + WHY.getOrDefault(code, "for a purpose called " + code))
                        .orElse("");
        boolean done = record.outcome() == Outcome.PERMITTED;
        Optional<Doing> doing =
                Optional.ofNullable(OPERATIONS.get(record.asked().interaction()));
        if (doing.isPresent()) {
            return sentence(
                    done, doing.get().did(), doing.get().tried(), doing.get().what(), why);
        }
        String what = what(record.items());
        return switch (record.asked().action()) {
            case 'C' -> sentence(done, "added to", "add to", what, why);
            case 'U' -> sentence(done, "changed", "change", what, why);
            case 'D' -> sentence(done, "removed", "remove", what, why);
            default ->
                done && record.items().isEmpty()
                        ? "Looked for something in your record" + why + ", and was shown no part of it."
                        : sentence(done, "looked at", "look at", what, why);
        };
    }

    private static String sentence(boolean done, String did, String tried, String what, String why) {
        return (done ? capital(did) : "Tried to " + tried) + " " + what + why + ".";
    }

    private static String what(List<Item> items) {
        Set<String> words = new LinkedHashSet<>();
        for (Category category : Category.values()) {
            if (items.stream().anyMatch(item -> Category.of(item.type(), Set.of()) == category)) {
                words.add(WHAT.getOrDefault(category, category.code()));
            }
        }
        List<String> all = new ArrayList<>(words);
        if (all.isEmpty()) {
            return "your record";
        }
        String last = all.remove(all.size() - 1);
        return all.isEmpty() ? last : String.join(", ", all) + " and " + last;
    }

    private static String reason(AccessRecord record) {
        String because = record.grounds().basis().stream()
                .map(basis -> RuleReasons.of(basis.rule()))
                .flatMap(Optional::stream)
                .distinct()
                .collect(Collectors.joining("; "));
        String start =
                switch (record.outcome()) {
                    case PERMITTED -> "Allowed";
                    case REFUSED -> "Refused";
                    case BAD_REQUEST -> "Not answered: the request was not one that this server takes";
                    case FAILED -> "Not answered: the server failed";
                };
        boolean decided = record.outcome() == Outcome.PERMITTED || record.outcome() == Outcome.REFUSED;
        return start + (decided && !because.isEmpty() ? " because " + because : "") + ".";
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.UK) + text.substring(1);
    }
}
