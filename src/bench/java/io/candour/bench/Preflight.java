package io.candour.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.story.ConsentJson;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Both arms answer the same to a caller to whom all is open, and ours keeps back what is denied: checked before anything
 * is timed, and again afterwards. A wrong or leaking answer scores nothing.
 */
final class Preflight {
    /** About nobody, and so in the stock server's answer for whoever is named in an item; and the choice made below. */
    private static final Set<String> BESIDE =
            Set.of("Organization", "Practitioner", "PractitionerRole", "Location", "Medication", "Device", "Consent");

    private final Duel duel;
    private final FhirClient theirs;

    Preflight(Duel duel) {
        this.duel = duel;
        theirs = duel.theirs().client(Optional.empty());
    }

    private FhirClient ours() throws Exception {
        return new FhirClient(duel.toOurs(duel.page()));
    }

    void checkPages() throws Exception {
        String page = duel.page();
        FhirClient ours = ours();
        List<JsonNode> mine = ours.all(page + "&_sort=-date");
        List<JsonNode> all = theirs.all(page + "&_sort=-date");
        same("page by page", ids(all), ids(mine));
        same("in order", dates(all), dates(mine));
        List<JsonNode> first = ours.must(page).resources();
        same("the timed page", ids(mine.subList(0, Math.min(20, mine.size()))), ids(first));
        if (first.size() != 20 || theirs.must(page).resources().size() != 20) {
            throw new BenchFailure("not a page of 20: " + first.size());
        }
        Map<String, JsonNode> shown = byReference(mine);
        byReference(all)
                .forEach((reference, stored) -> same(
                        reference, plain(stored), plain(shown.getOrDefault(reference, MissingNode.getInstance()))));
        Progress.say("Pages agree: %d Observations", mine.size());
    }

    void checkRead() throws Exception {
        String read = duel.read();
        same(read, plain(theirs.must(read).body()), plain(ours().must(read).body()));
        Progress.say("Reads agree");
    }

    void checkEverything() throws Exception {
        List<JsonNode> mine = ours().all(duel.everything());
        same("$everything", own(theirs.all(duel.everything())), own(mine));
        Progress.say("$everything agrees: %d resources", mine.size());
    }

    void checkHeld() throws Exception {
        int vaccinations = ours().all("Immunization?patient=" + duel.patient()).size();
        for (JsonNode category : ours().must(duel.held()).body().path("parameter")) {
            if (category.at("/part/0/valueCode").asText().equals("vaccinations")) {
                same(
                        "vaccinations held",
                        vaccinations,
                        category.at("/part/1/valueUnsignedInt").asInt());
                Progress.say("What is held agrees: %d vaccinations", vaccinations);
                return;
            }
        }
        throw new BenchFailure("no vaccinations held");
    }

    /** The consultant's organisation is denied the record, and from then on finds nothing. */
    void checkDenial() throws Exception {
        FhirClient consultant = duel.ours().client(Optional.of(duel.stage().staffToken("consultant")));
        String page = duel.page();
        if (consultant.must(page).resources().isEmpty()) {
            throw new BenchFailure("the consultant sees nothing to begin with");
        }
        ours().mustPost(
                        "Consent",
                        ConsentJson.hide(
                                        duel.patient(),
                                        duel.stage().stack().cast().attribute("consultant", "ods_code"))
                                .toString());
        if (!consultant.must(page).resources().isEmpty()
                || consultant.get(duel.read()).status() != 404) {
            throw new BenchFailure("what is denied is shown");
        }
        Progress.say("What is denied is not shown");
    }

    private static <T> void same(String what, T expected, T actual) {
        if (!expected.equals(actual)) {
            throw new BenchFailure("%s: stock answers %s, candour %s".formatted(what, brief(expected), brief(actual)));
        }
    }

    private static String brief(Object value) {
        String text = value.toString();
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }

    private static String reference(JsonNode resource) {
        return resource.path("resourceType").asText() + "/"
                + resource.path("id").asText();
    }

    /** Each once, or it fails. */
    private static Map<String, JsonNode> byReference(List<JsonNode> resources) {
        return resources.stream().collect(Collectors.toMap(Preflight::reference, each -> each));
    }

    private static Set<String> ids(List<JsonNode> resources) {
        return new HashSet<>(byReference(resources).keySet());
    }

    private static List<String> dates(List<JsonNode> resources) {
        return resources.stream()
                .map(each -> each.path("effectiveDateTime").asText())
                .toList();
    }

    /** How many of each type, and which. */
    private static Map<String, Set<String>> own(List<JsonNode> resources) {
        return resources.stream()
                .filter(each -> !BESIDE.contains(each.path("resourceType").asText()))
                .collect(Collectors.groupingBy(
                        each -> each.path("resourceType").asText(),
                        TreeMap::new,
                        Collectors.mapping(Preflight::reference, Collectors.toSet())));
    }

    /** Without what a server adds by itself. */
    private static JsonNode plain(JsonNode resource) {
        return resource instanceof ObjectNode
                ? resource.<ObjectNode>deepCopy().remove(List.of("meta", "text"))
                : resource;
    }
}
