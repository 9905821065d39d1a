package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.candour.audit.AccessWords.Staff;
import io.candour.consent.Basis.ByRule;
import io.candour.consent.Choice;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccessWordsTest {

    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    private final AccessWords words =
            new AccessWords(code -> Map.of("A81001", "Elm Street Practice").getOrDefault(code, code), Staff.BY_NAME);

    @Test
    void lineWhenSomebodyLookedThenSaysWhoAtWhatWhatForAndWhy() {
        AccessLine line = line(Records.record(
                "r1",
                Records.patients("ann"),
                List.of(
                        new Item("Observation", "o1", 1, Records.patients("ann")),
                        new Item("AllergyIntolerance", "a1", 1, Records.patients("ann")),
                        new Item("DiagnosticReport", "d1", 1, Records.patients("ann")),
                        new Item("MedicationRequest", "m1", 1, Records.patients("ann"))),
                Optional.empty()));

        assertThat(line.who()).isEqualTo("Dr Example");
        assertThat(line.organisation()).contains("Elm Street Practice");
        assertThat(line.did())
                .isEqualTo("Looked at your allergies, your medicines and your test results for your care.");
        assertThat(line.reason()).isEqualTo("Allowed because of a rule called care-inside; of a choice that you made.");
        assertThat(line.refused() || line.emergency() || line.automated()).isFalse();
        assertThat(line.items()).hasSize(4);
    }

    @Test
    void lineWhenRefusedThenSaysSo() {
        AccessLine line = line(Records.refused("r1", "ann"));

        assertThat(line.did()).isEqualTo("Tried to look at your record for your care.");
        assertThat(line.reason()).isEqualTo("Refused because they have no part in your care.");
        assertThat(line.refused()).isTrue();
    }

    @Test
    void lineWhenThePersonThemselvesThenYou() {
        AccessLine line = line(Records.write("r1", "ann"));

        assertThat(line.who()).isEqualTo("You");
        assertThat(line.did()).isEqualTo("Added to your choices.");
        assertThat(new AccessWords(code -> code, Staff.BY_NAME)
                        .line("bob", stored(Records.write("r1", "bob")))
                        .who())
                .isEqualTo("Another person");
    }

    @Test
    void lineWhenSomethingWasSaidAboutTheRecordThenSaysThat() {
        assertThat(line(asked("$raise")).did()).isEqualTo("Said something about your record.");
        assertThat(line(asked("$raised")).did()).isEqualTo("Looked at what was said about your record.");
        assertThat(line(asked("$answer-raised")).did()).isEqualTo("Answered what was said about your record.");
        assertThat(line(asked("$read-notice")).did()).isEqualTo("Read a notice in your record.");
    }

    private static AccessRecord asked(String operation) {
        AccessRecord record = Records.write("r1", "ann");
        return new AccessRecord(
                record.requestId(),
                record.agent(),
                new Asked(operation, record.asked().query(), record.asked().purpose()),
                record.patients(),
                record.items(),
                record.grounds(),
                record.outcome(),
                record.status());
    }

    @Test
    void lineWhenAnEmergencyOrAComputerThenMarked() {
        AccessRecord emergency = purpose(Records.refused("r1", "ann"), Records.DOCTOR, "BTG");
        Agent system = new Agent(
                Agent.Kind.SYSTEM, "feeder", "feeder", List.of(), Optional.empty(), "feeder", "192.0.2.1", true);
        AccessRecord automated = purpose(Records.refused("r1", "ann"), system, "HSYSADMIN");

        assertThat(line(emergency).emergency()).isTrue();
        assertThat(line(emergency).did()).contains("in an emergency");
        assertThat(line(automated).automated()).isTrue();
        assertThat(line(automated).who()).isEqualTo("A computer system (feeder)");
    }

    @Test
    void lineWhenStaffAreShownByRoleThenNoName() {
        AccessLine line =
                new AccessWords(code -> code, Staff.BY_ROLE).line("ann", stored(Records.refused("r1", "ann")));

        assertThat(line.who()).isEqualTo("A member of staff");
        assertThat(line.organisation()).contains("A81001");
    }

    @Test
    void reasonsWhenARuleOrADefaultDecidedThenEachHasWords() throws IllegalAccessException {
        List<String> rules = new ArrayList<>();
        for (var field : ByRule.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                rules.add("policy:" + ((ByRule) field.get(null)).code());
            }
        }
        Arrays.stream(Choice.values())
                .forEach(
                        choice -> rules.add("policy:" + ByRule.defaultOf(choice).code()));

        assertThat(rules).hasSizeGreaterThan(20).allSatisfy(rule -> assertThat(RuleReasons.of(rule))
                .hasValueSatisfying(words -> assertThat(words).doesNotContain("a rule called", "-")));
        assertThat(RuleReasons.of("Encounter/e1:Organization/o1")).contains("they have a part in your care");
        assertThat(RuleReasons.of("managingOrganization:Organization/o1")).contains("they have a part in your care");
    }

    @Test
    void groupsWhenSeveralDaysAndOrganisationsThenByBothNewestFirst() {
        // Half past eleven at night in UTC is the next day in a British summer.
        List<AccessLine> lines = List.of(
                at("2026-07-02T12:00:00Z", "x"),
                at("2026-07-01T23:30:00Z", "y"),
                at("2026-07-01T23:10:00Z", "x"),
                at("2026-07-01T12:00:00Z", "x"));

        assertThat(AccessGroup.of(lines, LONDON))
                .extracting(AccessGroup::day, AccessGroup::organisation, group -> group.lines()
                        .size())
                .containsExactly(
                        tuple(LocalDate.of(2026, 7, 2), Optional.of("x"), 2),
                        tuple(LocalDate.of(2026, 7, 2), Optional.of("y"), 1),
                        tuple(LocalDate.of(2026, 7, 1), Optional.of("x"), 1));
    }

    @Test
    void csvWhenCellsHoldQuotesOrFormulasThenNoneEscapes() {
        String csv = AccessCsv.of(List.of(at("2026-07-02T12:00:00Z", "=1+1,\"x\"")), LONDON);

        assertThat(csv.lines())
                .containsExactly(
                        "time,who,organisation,what,reason,refused,emergency,automated,items,request",
                        "2026-07-02T13:00:00+01:00,You,\"'=1+1,\"\"x\"\"\",did,reason,no,no,no,Observation/o1,r1");
        assertThat(csv).endsWith("\r\n");
    }

    private AccessLine line(AccessRecord record) {
        return words.line("ann", stored(record));
    }

    private static AccessLine at(String time, String organisation) {
        return new AccessLine(
                new RecordId(Instant.parse(time), new UUID(0, 1)),
                Instant.parse(time),
                "You",
                Optional.of(organisation),
                "did",
                "reason",
                false,
                false,
                false,
                List.of(Records.item("o1", "ann")),
                "r1");
    }

    private static AccessRecord purpose(AccessRecord record, Agent agent, String purpose) {
        return new AccessRecord(
                record.requestId(),
                agent,
                new Asked(record.asked().interaction(), record.asked().query(), Optional.of(purpose)),
                record.patients(),
                record.items(),
                record.grounds(),
                record.outcome(),
                record.status());
    }

    private static StoredRecord stored(AccessRecord record) {
        return new StoredRecord(new RecordId(Instant.EPOCH, new UUID(0, 1)), record);
    }
}
