package io.candour.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import io.candour.consent.CallerKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;

/**
 * The one gate: every request passes here before HAPI has chosen who answers it, so that also what HAPI could not route
 * is judged and recorded like the rest.
 *
 * <p>What reads is answered here, from the record index. What writes goes on to HAPI, and {@link #routed} makes sure
 * that HAPI understood it as the gate did.
 */
@Interceptor
public final class GateInterceptor {
    private static final Set<Interaction> ANSWERED =
            EnumSet.of(Interaction.READ, Interaction.VREAD, Interaction.HISTORY, Interaction.SEARCH_TYPE);
    private static final Map<Interaction, RestOperationTypeEnum> HAPI = Map.of(
            Interaction.CAPABILITIES, RestOperationTypeEnum.METADATA,
            Interaction.CREATE, RestOperationTypeEnum.CREATE,
            Interaction.UPDATE, RestOperationTypeEnum.UPDATE,
            Interaction.DELETE, RestOperationTypeEnum.DELETE,
            Interaction.BUNDLE, RestOperationTypeEnum.TRANSACTION);

    private static final Set<Interaction> WRITES =
            EnumSet.of(Interaction.CREATE, Interaction.UPDATE, Interaction.DELETE, Interaction.BUNDLE);

    private final Disclosure disclosure;
    private final Gate gate;
    private final Answers answers;
    private final Answers answersNow;
    private final Operations operations;
    private final OpenResources open;
    private final ChangePath changes;
    private final BatchPath batches;
    private final FeederBundle feederBundles;

    /** @param answersNow for what goes on to be written: on what is committed now, since no log looks again */
    GateInterceptor(
            Disclosure disclosure,
            Gate gate,
            Answers answers,
            Answers answersNow,
            Operations operations,
            OpenResources open,
            ChangePath changes,
            BatchPath batches,
            FeederBundle feederBundles) {
        this.disclosure = disclosure;
        this.gate = gate;
        this.answers = answers;
        this.answersNow = answersNow;
        this.operations = operations;
        this.open = open;
        this.changes = changes;
        this.batches = batches;
        this.feederBundles = feederBundles;
    }

    /** Returns whether HAPI goes on with the request. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
    public boolean gate(ServletRequestDetails details, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        FhirRequest asked = FhirRequest.parse(request.getMethod(), details.getRequestPath(), details.getParameters());
        if (Exchange.of(request).isEmpty()) {
            return open(asked, request, response);
        }
        Exchange exchange = Exchange.of(request).orElseThrow();
        exchange.asks(asked);
        if (!onRecordPath(asked)) {
            exchange.refresh();
        }
        if (exchange.caller().kind() != CallerKind.SYSTEM || !WRITES.contains(asked.interaction())) {
            disclosure.checkOpen();
        }
        gate.checkHeaders(asked, request);
        gate.check(asked, exchange.token());
        if (ANSWERED.contains(asked.interaction())) {
            disclosure.send(() -> answers.answer(asked, exchange.token()), exchange, request, response);
            return false;
        }
        if (asked.interaction() == Interaction.OPERATION) {
            invoke(asked, details, exchange, request, response);
            return false;
        }
        if (asked.interaction() == Interaction.UPDATE && exchange.caller().kind() != CallerKind.SYSTEM) {
            return mayBeSeen(asked, exchange, request, response);
        }
        if (asked.interaction() == Interaction.BUNDLE && exchange.caller().kind() != CallerKind.SYSTEM) {
            List<BundleEntryComponent> entries = batches.entries(body(details));
            disclosure.send(() -> batches.answer(entries, exchange.token()), exchange, request, response);
            return false;
        }
        return true;
    }

    /**
     * Whether the answer rests on snapshots and an epoch that must still stand when it is recorded: then who the caller is
     * need not be looked up first.
     */
    private boolean onRecordPath(FhirRequest asked) {
        return asked.interaction() == Interaction.OPERATION
                ? operations.restsOnSnapshots(asked)
                : (asked.interaction() == Interaction.READ || asked.interaction() == Interaction.SEARCH_TYPE)
                        && !asked.type().equals(Optional.of("AuditEvent"));
    }

    /** Who comes without a token reads what is open to everybody. */
    private boolean open(FhirRequest asked, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (asked.interaction() == Interaction.CAPABILITIES) {
            return true;
        }
        if (!gate.open(asked)) {
            throw new AuthenticationException("A token is needed");
        }
        gate.checkHeaders(asked, request);
        gate.checkOpen(asked);
        Disclosure.publish(open.answer(asked), request, response);
        return false;
    }

    private void invoke(
            FhirRequest asked,
            ServletRequestDetails details,
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String body = body(details);
        boolean post = request.getMethod().equals("POST");
        Arguments arguments = operations.arguments(asked, exchange.caller().kind(), post, body);
        exchange.asks(asked.with(arguments.written()));
        boolean csv = gate.wantsCsv(asked, request);
        Optional<Change> change = operations.change(asked);
        if (change.isPresent()) {
            Optional<Invocation> invocation = operations.invocation(asked, arguments, csv, exchange.token());
            if (invocation.isEmpty()) {
                disclosure.send(() -> Answer.notThere(Answer.Evidence.NONE), exchange, request, response);
                return;
            }
            changes.carryOut(change.get(), invocation.get(), exchange, details, request, response);
            return;
        }
        disclosure.send(() -> operations.answer(asked, arguments, csv, exchange.token()), exchange, request, response);
    }

    private static String body(ServletRequestDetails details) {
        return new String(details.loadRequestContents(), StandardCharsets.UTF_8);
    }

    /** What a person may not see cannot be changed either, and looks the same: as if it were not there. */
    private boolean mayBeSeen(
            FhirRequest asked, Exchange exchange, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Answer now = answersNow.answer(asked.asRead(), exchange.token());
        if (now.status() == HttpServletResponse.SC_OK) {
            exchange.shows(
                    () -> disclosure.settle(() -> answersNow.answer(asked.asRead(), exchange.token()), exchange));
            return true;
        }
        disclosure.send(
                () -> Answer.notThere(
                        answersNow.answer(asked.asRead(), exchange.token()).evidence()),
                exchange,
                request,
                response);
        return false;
    }

    /** Before HAPI has set a header or written a word of its answer. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    public void leaving(ServletRequestDetails details) {
        Exchange.of(details.getServletRequest()).ifPresent(Exchange::settle);
    }

    /** Refuses a request that HAPI understood differently from the gate, and bundles whose entries the gate would not. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void routed(RequestDetails details, RestOperationTypeEnum operation) {
        if (!(details instanceof ServletRequestDetails servlet) || details instanceof ServletSubRequestDetails) {
            return;
        }
        Exchange.of(servlet.getServletRequest()).ifPresent(exchange -> {
            FhirRequest asked = exchange.asked();
            Optional<String> id = Optional.ofNullable(details.getId()).map(IIdType::getIdPart);
            boolean bundle = details.getResource() instanceof Bundle;
            if (operation != HAPI.get(asked.interaction())
                    || !asked.type().equals(Optional.ofNullable(details.getResourceName()))
                    || !asked.id().equals(id)
                    || bundle != (asked.interaction() == Interaction.BUNDLE)) {
                throw Refusal.unsupported("This server does not answer this kind of request");
            }
            if (bundle) {
                feederBundles.check((Bundle) details.getResource(), exchange.token());
            }
        });
    }
}
