package io.candour.server.fhir;

import ca.uhn.fhir.jpa.searchparam.extractor.SearchParamExtractorR4;
import org.hl7.fhir.instance.model.api.IBase;

/**
 * HAPI's reader of search parameters' values, which reads R4's definitions with the first resource that is written
 * rather than at the start: a tenth of what a start takes, and a replica that only reads never needs them.
 *
 * <p>Safe for use by several threads.
 */
final class LateExtractor extends SearchParamExtractorR4 {
    private volatile boolean ready;

    /** Called at the start, too early for what it does. */
    @Override
    public void initFhirPath() {
        // See getPathValueExtractor.
    }

    @Override
    public IValueExtractor getPathValueExtractor(IBase resource, String path) {
        if (!ready) {
            prepare();
        }
        return super.getPathValueExtractor(resource, path);
    }

    private synchronized void prepare() {
        if (!ready) {
            super.initFhirPath();
            ready = true;
        }
    }
}
