package io.candour.release;

import io.candour.release.Airlock.Reconciled;
import io.candour.release.Passing.Decision;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;

/** {@code ResearchStudy/$review-extract}: what guardians say of an extract. Safe for use by many threads. */
final class ReviewExtract extends Review<Extract> {
    private final Extracts extracts;
    private final ExtractAirlock airlock;

    ReviewExtract(Parts parts, Extracts extracts, ExtractAirlock airlock) {
        super(parts, "extract");
        this.extracts = extracts;
        this.airlock = airlock;
    }

    @Override
    Optional<Extract> find(String id) {
        return extracts.find(id);
    }

    @Override
    boolean keep(Extract extract, Decision decision) {
        return extracts.decide(extract, decision);
    }

    @Override
    void run(Extract extract, Programme programme) {
        airlock.run(extract, programme);
    }

    @Override
    Reconciled reconcile(Extract extract, Programme programme) {
        return airlock.reconcile(extract, programme);
    }

    @Override
    void tell(ParametersParameterComponent part, Extract extract) {
        ExtractTasks.parts(part, extract, true);
    }

    @Override
    String ownWords() {
        return "Nobody lets their own request through";
    }

    @Override
    String lookedWords() {
        return "Name the run that you looked at: the latest";
    }
}
