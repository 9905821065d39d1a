package io.candour.enforcement;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/**
 * A type of resource that is about nobody and stands in no table of resources: made when it is asked for, and read and
 * searched by anybody, without a token too. To add one: implement this as a bean, and name the type in {@code
 * allow-list.yaml} as {@code open}. Safe for use by many threads.
 *
 * @param <R> the resources it has
 */
public interface OpenType<R extends Resource> {
    /** The R4 resource type. */
    String type();

    /** All there are now, in order of their logical ids: few enough to be gone through at each request. */
    List<R> all();

    /** What a resource has for a search parameter of the allow-list, as a token's code or in full; {@code _id} is not asked. */
    Set<String> values(R resource, String parameter);
}
