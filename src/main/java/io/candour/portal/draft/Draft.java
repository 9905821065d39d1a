package io.candour.portal.draft;

import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What has been answered so far of one form. Immutable.
 *
 * @param form which form it is of
 * @param patient logical id of whose record it is about
 * @param sent where the page is that tells what came of it; empty as long as nothing was sent
 */
public record Draft(
        String id, String form, String patient, HashMap<String, ArrayList<String>> answers, ArrayList<String> sent)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    static Draft empty(String id, String form, String patient) {
        return new Draft(id, form, patient, new HashMap<>(), new ArrayList<>());
    }

    public Optional<String> answer(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return List.copyOf(answers.getOrDefault(name, new ArrayList<>()));
    }

    public boolean answered(String name) {
        return answers.containsKey(name);
    }

    /** The same with this answer in place of any other under the name. */
    public Draft with(String name, String answer) {
        return with(name, List.of(answer));
    }

    public Draft with(String name, List<String> given) {
        Map<String, ArrayList<String>> more = new HashMap<>(answers);
        more.put(name, new ArrayList<>(given));
        return new Draft(id, form, patient, new HashMap<>(more), sent);
    }

    public Draft without(String name) {
        HashMap<String, ArrayList<String>> less = new HashMap<>(answers);
        less.remove(name);
        return new Draft(id, form, patient, less, sent);
    }

    /** Another for any other answers: what a page for checking was shown of is what its form may send. */
    public String state() {
        return UUID.nameUUIDFromBytes(new TreeMap<>(answers).toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Where the page is that tells what came of it. */
    public Optional<String> outcome() {
        return sent.stream().findFirst();
    }
}
