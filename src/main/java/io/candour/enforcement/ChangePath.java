package io.candour.enforcement;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Carries out operations that change something: all of it, with the access record, in one transaction (I9), and then
 * answers. What comes to nothing leaves nothing, and is recorded as a refusal. Safe for use by many threads.
 */
final class ChangePath {
    private final DaoRegistry daos;
    private final TransactionOperations transactions;
    private final Disclosure disclosure;

    ChangePath(DaoRegistry daos, TransactionOperations transactions, Disclosure disclosure) {
        this.daos = daos;
        this.transactions = transactions;
        this.disclosure = disclosure;
    }

    void carryOut(
            Change change,
            Invocation invocation,
            Exchange exchange,
            ServletRequestDetails details,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        change.admit(invocation, exchange);
        ResourceWriter resources = new ResourceWriter(daos, details);
        Answer answer = Objects.requireNonNull(transactions.execute(status -> {
            Answer given = change.carryOut(invocation, resources);
            if (given.status() == HttpServletResponse.SC_OK) {
                WriteSet.current().answers(given, exchange);
            } else {
                status.setRollbackOnly();
            }
            return given;
        }));
        if (!change.beat().isZero()) {
            Disclosure.awaitBeat(exchange, change.beat().toNanos());
        }
        if (answer.status() == HttpServletResponse.SC_OK) {
            Disclosure.publish(answer, request, response);
        } else {
            disclosure.send(() -> answer, exchange, request, response);
        }
    }
}
