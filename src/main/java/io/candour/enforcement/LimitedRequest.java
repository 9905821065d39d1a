package io.candour.enforcement;

import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** A request as HAPI is to see it: a body that ends at a limit (413), and JSON. */
final class LimitedRequest extends HttpServletRequestWrapper {
    private final long limit;

    LimitedRequest(HttpServletRequest request, long limit) {
        super(request);
        this.limit = limit;
    }

    /** HAPI chooses its encoding by these; it is to speak JSON only, the gate refuses whoever wants something else. */
    @Override
    public Enumeration<String> getHeaders(String name) {
        return "Accept".equalsIgnoreCase(name)
                ? Collections.enumeration(List.of("application/fhir+json"))
                : super.getHeaders(name);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        return new LimitedStream(super.getInputStream(), limit);
    }

    private static PayloadTooLargeException tooLarge(long limit) {
        String message = "The body has more than " + limit + " bytes";
        return new PayloadTooLargeException(message, Refusal.outcome(IssueType.TOOLONG, message));
    }

    private static final class LimitedStream extends ServletInputStream {
        private final ServletInputStream in;
        private final long limit;
        private long read;

        LimitedStream(ServletInputStream in, long limit) {
            this.in = in;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int some = in.read(bytes, offset, length);
            count(Math.max(some, 0));
            return some;
        }

        private void count(int more) {
            read += more;
            if (read > limit) {
                throw tooLarge(limit);
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
