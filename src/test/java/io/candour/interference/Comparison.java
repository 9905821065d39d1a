package io.candour.interference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Counts what was compared, and keeps what differed in a form that people can ask again. Used by one thread. */
final class Comparison {
    private static final int MOST_FAILURES = 20;

    private final String baseUrl;
    private final Set<String> compared = new HashSet<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private int shown;

    Comparison(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /**
     * Compares the answers to one question, page by page; they must be equal, and none the server's fault.
     *
     * @param here with everything there
     * @param there without the rows of {@code away}
     */
    void add(int world, Person person, Question question, List<Reply> here, List<Reply> there, Collection<Key> away) {
        for (int page = 0; page < Math.max(here.size(), there.size()); page++) {
            compared.add(world + " " + person.name() + " " + Reply.masked(question.toString()) + " " + page);
            Optional<Reply> one = page(here, page);
            Optional<Reply> other = page(there, page);
            one.ifPresent(reply -> statuses.merge(reply.status(), 1, Integer::sum));
            shown += one.filter(Reply::shows).isPresent() ? 1 : 0;
            boolean failed = one.filter(reply -> reply.status() >= 500).isPresent();
            if ((failed || !one.equals(other)) && failures.size() < MOST_FAILURES) {
                failures.add(person.name() + ", page " + page + ", " + difference(one, other) + "\n" + asked(question)
                        + "\n" + asked(question) + " # without the rows of " + away.size()
                        + " items, of which it names "
                        + away.stream()
                                .filter(key -> question.toString().contains(key.id()))
                                .toList()
                        + "\n");
            }
        }
    }

    private static Optional<Reply> page(List<Reply> pages, int number) {
        return number < pages.size() ? Optional.of(pages.get(number)) : Optional.empty();
    }

    private static String difference(Optional<Reply> one, Optional<Reply> other) {
        return one.flatMap(reply -> other.map(reply::differenceFrom)).orElse("one of the two has no such page");
    }

    private String asked(Question question) {
        return question.curl(baseUrl);
    }

    /** Distinct pairs: the same person, question and page in the same world counts once. */
    int size() {
        return compared.size();
    }

    /** Of how many pairs the answer showed a resource. */
    int shown() {
        return shown;
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public String toString() {
        return "%d comparisons, %d showed something, by status %s".formatted(size(), shown, statuses);
    }
}
