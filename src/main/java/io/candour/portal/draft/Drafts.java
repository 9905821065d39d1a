package io.candour.portal.draft;

import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.web.util.WebUtils;

/** The drafts of one session; the oldest go when there are many. Safe for requests of one session at once. */
public final class Drafts {
    static final int MOST = 20;

    private static final String ATTRIBUTE = Drafts.class.getName();

    private final HttpSession session;

    private Drafts(HttpSession session) {
        this.session = session;
    }

    public static Drafts of(HttpSession session) {
        return new Drafts(session);
    }

    /** Gives all of a session's to one that comes in its place: the caller knows that both are of the same person. */
    public static Consumer<HttpSession> carriedFrom(HttpSession old) {
        Object all = old.getAttribute(ATTRIBUTE);
        return fresh -> fresh.setAttribute(ATTRIBUTE, all);
    }

    /** A new draft; kept from now on. */
    public Draft begin(String form, String patient) {
        Draft draft = Draft.empty(UUID.randomUUID().toString(), form, patient);
        keep(draft);
        return draft;
    }

    public void keep(Draft draft) {
        change(all -> {
            all.remove(draft.id());
            all.put(draft.id(), draft);
            if (all.size() > MOST) {
                all.remove(all.keySet().iterator().next());
            }
            return Optional.empty();
        });
    }

    /** The draft of this form about this patient; empty for any other, and for one that is gone. */
    public Optional<Draft> find(String id, String form, String patient) {
        return change(all -> Optional.ofNullable(all.get(id)).filter(draft -> isOf(draft, form, patient)));
    }

    /**
     * Takes the draft to send it: the same is given out once only, so that a form sent twice is carried out once. One that
     * could not be sent is {@link #keep kept} again.
     */
    public Optional<Draft> take(String id, String form, String patient) {
        return take(id, form, patient, draft -> true);
    }

    /**
     * The same of answers that somebody has checked: empty where others stand there by now, given in another window.
     *
     * @param shown the {@linkplain Draft#state state} of what was checked
     */
    public Optional<Draft> take(String id, String form, String patient, String shown) {
        return take(id, form, patient, draft -> draft.state().equals(shown));
    }

    private Optional<Draft> take(String id, String form, String patient, Predicate<Draft> asShown) {
        return change(all -> {
            Optional<Draft> found = Optional.ofNullable(all.get(id))
                    .filter(draft ->
                            isOf(draft, form, patient) && draft.outcome().isEmpty() && asShown.test(draft));
            found.ifPresent(draft -> all.remove(id));
            return found;
        });
    }

    /**
     * Remembers where the page is that tells what came of a draft, and what it is to tell.
     *
     * @param told by name; what was answered is forgotten
     */
    public void sent(Draft draft, String outcome, Map<String, List<String>> told) {
        Draft sent = new Draft(
                draft.id(), draft.form(), draft.patient(), new HashMap<>(), new ArrayList<>(List.of(outcome)));
        for (Map.Entry<String, List<String>> each : told.entrySet()) {
            sent = sent.with(each.getKey(), each.getValue());
        }
        keep(sent);
    }

    private static boolean isOf(Draft draft, String form, String patient) {
        return draft.form().equals(form) && draft.patient().equals(patient);
    }

    private Optional<Draft> change(Function<LinkedHashMap<String, Draft>, Optional<Draft>> change) {
        synchronized (WebUtils.getSessionMutex(session)) {
            @SuppressWarnings("unchecked")
            LinkedHashMap<String, Draft> kept = (LinkedHashMap<String, Draft>) session.getAttribute(ATTRIBUTE);
            LinkedHashMap<String, Draft> all = kept == null ? new LinkedHashMap<>() : new LinkedHashMap<>(kept);
            Optional<Draft> result = change.apply(all);
            session.setAttribute(ATTRIBUTE, all);
            return result;
        }
    }
}
