package io.candour.portal.guardian;

import io.candour.portal.Visitor;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What an auditor has no page for. The API would refuse it too; here they are told before they are asked to mend a form. */
final class ForGuardians {
    private ForGuardians() {}

    /** @throws ResponseStatusException 403 for anybody else */
    static void check(Visitor visitor) {
        if (!visitor.isGuardian()) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
    }
}
