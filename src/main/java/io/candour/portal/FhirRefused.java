package io.candour.portal;

import java.util.List;
import java.util.Optional;

/**
 * The server did not do what was asked: any answer that is not 2xx, or none (503).
 *
 * <p>Caught where a page can say better what to do (a form whose field the server names: 400, 409, 422); everywhere else
 * it becomes the page for its status.
 */
public final class FhirRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * One thing that is wrong.
     *
     * @param text in the server's words
     * @param element the element or parameter at fault, where the server says, else empty
     */
    public record Issue(String text, String element) {}

    private final int status;
    private final transient List<Issue> issues;
    private final boolean strongerSignIn;

    FhirRefused(int status, List<Issue> issues, boolean strongerSignIn) {
        super("the server answered " + status);
        this.status = status;
        this.issues = List.copyOf(issues);
        this.strongerSignIn = strongerSignIn;
    }

    /** Nobody answered, or nothing that can be read. */
    static FhirRefused away() {
        return new FhirRefused(503, List.of(), false);
    }

    public int status() {
        return status;
    }

    /** What the server says is wrong, in its own words. */
    public List<Issue> issues() {
        return issues;
    }

    /** Whether what was sent is at fault, and the visitor can mend it. */
    public boolean byWhatWasSent() {
        return status == 400 || status == 409 || status == 412 || status == 422;
    }

    /** The first issue of this element or of one within it. */
    public Optional<Issue> about(String element) {
        return issues.stream()
                .filter(issue -> issue.element().equals(element)
                        || issue.element().startsWith(element + ".")
                        || issue.element().startsWith(element + "["))
                .findFirst();
    }

    /** Whether the visitor must show better who they are (RFC 9470, section 3). */
    boolean strongerSignIn() {
        return strongerSignIn;
    }
}
