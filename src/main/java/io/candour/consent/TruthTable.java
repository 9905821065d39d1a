package io.candour.consent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A condition seen as a Boolean function of the questions in it, each of which may be answered either way. So what it
 * says of every item is true, and it may not know that something holds of every item. Immutable.
 */
final class TruthTable {
    /** Beyond so many questions it is not worth the time to know. */
    private static final int MOST = 12;

    private final Condition condition;
    private final List<Condition> questions;

    TruthTable(Condition condition) {
        this.condition = condition;
        Set<Condition> found = new LinkedHashSet<>();
        collect(condition, found);
        this.questions = new ArrayList<>(found);
    }

    /** Whether the condition holds whatever the answers, but for those of which the answer to one question is yes. */
    boolean holdsUnless(Condition exception) {
        if (questions.size() > MOST) {
            return false;
        }
        int excepted = questions.indexOf(exception);
        return IntStream.range(0, 1 << questions.size())
                .filter(answers -> excepted < 0 || (answers >> excepted & 1) == 0)
                .allMatch(answers -> holds(condition, answers));
    }

    private static void collect(Condition condition, Set<Condition> found) {
        if (condition instanceof Condition.All all) {
            all.of().forEach(each -> collect(each, found));
        } else if (condition instanceof Condition.Any any) {
            any.of().forEach(each -> collect(each, found));
        } else if (condition instanceof Condition.Not not) {
            collect(not.of(), found);
        } else if (condition != Condition.Flag.ALWAYS && condition != Condition.Flag.NEVER) {
            found.add(condition);
        }
    }

    private boolean holds(Condition part, int answers) {
        if (part instanceof Condition.All all) {
            return all.of().stream().allMatch(each -> holds(each, answers));
        }
        if (part instanceof Condition.Any any) {
            return any.of().stream().anyMatch(each -> holds(each, answers));
        }
        if (part instanceof Condition.Not not) {
            return !holds(not.of(), answers);
        }
        return part == Condition.Flag.ALWAYS
                || part != Condition.Flag.NEVER && (answers >> questions.indexOf(part) & 1) == 1;
    }
}
