package io.candour.release;

import io.candour.release.Airlock.Reconciled;
import io.candour.release.Passing.Decision;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;

/** {@code ResearchStudy/$review-question}: what guardians say of a question and of its answer. Safe for use by many threads. */
final class ReviewQuestion extends Review<Asked> {
    private final Questions questions;
    private final Airlock airlock;
    private final Reports reports;

    ReviewQuestion(Parts parts, Questions questions, Airlock airlock, Reports reports) {
        super(parts, "question");
        this.questions = questions;
        this.airlock = airlock;
        this.reports = reports;
    }

    @Override
    Optional<Asked> find(String id) {
        return questions.find(id);
    }

    @Override
    boolean keep(Asked question, Decision decision) {
        return questions.decide(question, decision);
    }

    @Override
    void run(Asked question, Programme programme) {
        airlock.run(question, programme);
    }

    @Override
    Reconciled reconcile(Asked question, Programme programme) {
        return airlock.reconcile(question, programme);
    }

    @Override
    void tell(ParametersParameterComponent part, Asked question) {
        reports.parts(part, question, true);
    }

    @Override
    String ownWords() {
        return "Nobody lets their own question through";
    }

    @Override
    String lookedWords() {
        return "Name the run whose answer you looked at: the latest";
    }
}
