package io.candour.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.candour.consent.fhir.Labels;
import io.candour.enforcement.WriteSet.Kind;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.DomainResource;

/**
 * Looks at every resource before it is stored and collects it for the commit, alone or in a bundle.
 *
 * <p>Registered with HAPI's storage, not with its server, or each hook would run twice. A write that no request asked
 * for is refused: nobody could say who made it.
 */
@Interceptor
public final class WriteInterceptor {
    private final WriteChecks checks;

    WriteInterceptor(WriteChecks checks) {
        this.checks = checks;
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    public void beforeCreate(IBaseResource resource, RequestDetails details) {
        settle(resource);
        checks.check(resource, exchange(details));
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    public void beforeUpdate(IBaseResource before, IBaseResource after, RequestDetails details) {
        settle(after);
        checks.checkChange(before, after, exchange(details));
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED)
    public void beforeDelete(IBaseResource resource) {
        checks.checkNotRaised(resource);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    public void created(IBaseResource resource, RequestDetails details) {
        WriteSet.current().add(Kind.CREATED, resource, exchange(details));
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    public void updated(IBaseResource before, IBaseResource after, RequestDetails details) {
        WriteSet.current().add(Kind.UPDATED, after, exchange(details));
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
    public void deleted(IBaseResource resource, RequestDetails details) {
        WriteSet.current().add(Kind.DELETED, resource, exchange(details));
    }

    private static void settle(IBaseResource resource) {
        ReceiptInterceptor.strip(resource);
        if (resource instanceof DomainResource domain) {
            Labels.lift(domain);
        }
    }

    private static Exchange exchange(RequestDetails details) {
        if (details instanceof ServletRequestDetails servlet && servlet.getServletRequest() != null) {
            return Exchange.of(servlet.getServletRequest())
                    .orElseThrow(() -> Refusal.forbidden("Writing needs a token"));
        }
        throw new IllegalStateException("a write that no request asked for");
    }
}
