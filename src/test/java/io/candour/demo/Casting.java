package io.candour.demo;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who of the synthetic people the demo's stories are about.
 *
 * @param patient an adult with a rich record, a condition that the server labels as sensitive and a measurement taken
 *     several times
 * @param patient2 an adult whom neither organisation has seen
 * @param carer another adult
 * @param hospital where {@code patient} was seen most, their practice aside: the consultant's organisation
 */
record Casting(SyntheaPerson patient, SyntheaPerson patient2, SyntheaPerson carer, String hospital) {
    private static final LocalDate ADULT_BORN_BEFORE = LocalDate.of(2007, 1, 1);
    private static final int RICH = 400;
    private static final int UNWIELDY = 3_000;
    private static final int SEVERAL = 3;

    /** SNOMED CT as Synthea uses it: HIV, depression, PTSD, opioid and alcohol misuse, drug dependence, overdose. */
    private static final Set<String> SENSITIVE =
            Set.of("86406008", "370143000", "36923009", "47505003", "5602001", "7200002", "6525002", "55680006");

    /** The same choice for the same people. Empty where too few of them fit. */
    static Optional<Casting> of(List<SyntheaPerson> people) {
        List<SyntheaPerson> adults = people.stream()
                .filter(person -> person.birthDate().isBefore(ADULT_BORN_BEFORE))
                .sorted(Comparator.comparing(SyntheaPerson::resources)
                        .reversed()
                        .thenComparing(SyntheaPerson::file))
                .toList();
        return adults.stream()
                .filter(Casting::tellsAStory)
                .flatMap(patient -> hospitals(patient).flatMap(hospital -> others(adults, patient)
                        .filter(other -> !other.knows(hospital) && !other.knows(patient.practice()))
                        .flatMap(patient2 -> others(adults, patient)
                                .filter(other -> !other.equals(patient2))
                                .map(carer -> new Casting(patient, patient2, carer, hospital)))))
                .findFirst();
    }

    /** In the order in which they get their NHS numbers. */
    List<SyntheaPerson> patients() {
        return List.of(patient, patient2, carer);
    }

    String practice() {
        return patient.practice();
    }

    String gp() {
        return patient.practitioner();
    }

    String consultant() {
        return Optional.ofNullable(patient.seenBy().get(hospital)).orElseThrow();
    }

    private static boolean tellsAStory(SyntheaPerson person) {
        return person.resources() >= RICH
                && person.resources() <= UNWIELDY
                && person.weighings() >= SEVERAL
                && person.conditions().stream().anyMatch(SENSITIVE::contains);
    }

    private static Stream<String> hospitals(SyntheaPerson patient) {
        return patient.visits().keySet().stream()
                .filter(organisation -> !organisation.equals(patient.practice()))
                .sorted(Comparator.comparing(
                                (String organisation) -> patient.visits().getOrDefault(organisation, 0))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static Stream<SyntheaPerson> others(List<SyntheaPerson> adults, SyntheaPerson patient) {
        return adults.stream().filter(person -> !person.equals(patient) && person.resources() <= UNWIELDY);
    }
}
