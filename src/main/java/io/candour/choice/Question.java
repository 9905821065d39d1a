package io.candour.choice;

import io.candour.consent.Choice;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What a Consent answers. A patient has one answer in force to each question, whatever the answers say and for how long.
 *
 * @param actor whom it is about, under one name; absent where it is about anyone
 * @param data what it is about: a denial that names data alone, so that equal questions are equal records
 */
public record Question(Choice choice, Optional<String> actor, Provision data) {
    public Question {
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(data, "data");
    }

    /**
     * The question that a rule answers; empty where it answers none of our choices, or is about several actors at once.
     *
     * @param oneName makes one name of all that stand for the same actor, so that an organisation's code and its
     *     reference are not two
     */
    public static Optional<Question> of(Directive directive, UnaryOperator<String> oneName) {
        Set<String> actors = actors(directive, oneName);
        return directive
                .choice()
                .filter(choice -> actors.size() <= 1)
                .map(choice -> new Question(choice, actors.stream().findFirst(), data(directive.root())));
    }

    /** What a provision is about, and nothing else of it. */
    static Provision data(Provision provision) {
        return new Provision(
                Effect.DENY,
                Set.of(),
                Set.of(),
                Interval.ALWAYS,
                provision.types(),
                provision.profiles(),
                provision.documentTypes(),
                provision.categories(),
                provision.codes(),
                provision.instances(),
                provision.related(),
                provision.authoredBy(),
                provision.dataPeriod(),
                provision.confidentiality(),
                provision.sensitivity());
    }

    /** Whom the rule is about, each under one name. */
    public static Set<String> actors(Directive directive, UnaryOperator<String> oneName) {
        Set<String> actors = new TreeSet<>();
        directive.root().actors().forEach(actor -> actors.add(oneName.apply(actor)));
        return actors;
    }
}
