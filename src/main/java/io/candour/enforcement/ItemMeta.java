package io.candour.enforcement;

import ca.uhn.fhir.rest.api.Constants;
import java.util.Comparator;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;

/** What a reader gets of an item's meta: the same of what is being written and of what HAPI gives back. Stateless. */
final class ItemMeta {
    private ItemMeta() {}

    static void settle(Resource resource) {
        sortLists(resource.getMeta());
        cutSource(resource.getMeta());
        setTime(resource.getMeta());
        cutLabels(resource.getMeta());
    }

    /** HAPI gives these lists back in no promised order; a reader is to get the same bytes each time. */
    private static void sortLists(Meta meta) {
        meta.getProfile().sort(Comparator.comparing(each -> each.getValue()));
        meta.getSecurity().sort(Comparator.comparing(each -> each.getSystem() + "|" + each.getCode()));
        meta.getTag().sort(Comparator.comparing(each -> each.getSystem() + "|" + each.getCode()));
    }

    /** HAPI keeps of a label neither its version nor that somebody selected it. */
    private static void cutLabels(Meta meta) {
        meta.getSecurity().forEach(label -> label.setVersion(null).setUserSelectedElement(null));
    }

    /** As exact as it is stored, and in one zone, whatever a sender wrote there before HAPI did. */
    private static void setTime(Meta meta) {
        if (meta.hasLastUpdated()) {
            meta.setLastUpdatedElement(Part.instant(meta.getLastUpdated().toInstant()));
        }
    }

    /** HAPI keeps the beginning of a request's id, which it puts behind the source; what is written says no more. */
    private static void cutSource(Meta meta) {
        int requestId = meta.hasSource() ? meta.getSource().indexOf('#') + 1 : 0;
        if (requestId > 0 && meta.getSource().length() > requestId + Constants.REQUEST_ID_LENGTH) {
            meta.setSource(meta.getSource().substring(0, requestId + Constants.REQUEST_ID_LENGTH));
        }
    }
}
