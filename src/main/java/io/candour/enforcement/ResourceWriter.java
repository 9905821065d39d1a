package io.candour.enforcement;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import org.hl7.fhir.r4.model.Resource;

/** Writes resources on behalf of one request, through the same hooks as any write: checked, indexed and recorded. */
public final class ResourceWriter {
    private final DaoRegistry daos;
    private final ServletRequestDetails details;

    ResourceWriter(DaoRegistry daos, ServletRequestDetails details) {
        this.daos = daos;
        this.details = details;
    }

    /** Stores a new resource in the transaction at hand; returns its logical id. */
    <T extends Resource> String create(Class<T> type, T resource) {
        return daos.getResourceDao(type)
                .create(asStored(type, resource), details)
                .getId()
                .getIdPart();
    }

    /** Stores a new version of a resource that has its id. */
    <T extends Resource> void update(Class<T> type, T resource) {
        daos.getResourceDao(type).update(asStored(type, resource), details);
    }

    /** A resource that was read, as it is to be stored: without what the server adds for readers, of the version that was read. */
    @SuppressWarnings("unchecked")
    static <T extends Resource> T stored(T read) {
        T resource = (T) read.copy();
        resource.setMeta(null);
        resource.setId(read.getIdElement().getIdPart());
        return resource;
    }

    /** A time that was made from the clock is more exact in memory than in what is stored, and the index is to be of that. */
    private <T extends Resource> T asStored(Class<T> type, T resource) {
        IParser parser = details.getFhirContext().newJsonParser();
        return parser.parseResource(type, parser.encodeResourceToString(resource));
    }
}
