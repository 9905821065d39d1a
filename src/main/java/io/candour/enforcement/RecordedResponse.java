package io.candour.enforcement;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * The way out of the server: hands nobody the body of an answer before its record is durable (I2).
 *
 * <p>Whoever discloses items records them first; this catches all the rest (errors, metadata, whatever a library writes
 * by itself), so that no way past the log is left to be forgotten.
 */
final class RecordedResponse extends HttpServletResponseWrapper {
    private final Exchange exchange;

    RecordedResponse(HttpServletResponse response, Exchange exchange) {
        super(response);
        this.exchange = exchange;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        exchange.recordBare(getStatus());
        return super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        exchange.recordBare(getStatus());
        return super.getWriter();
    }

    @Override
    public void flushBuffer() throws IOException {
        exchange.recordBare(getStatus());
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        exchange.recordBare(status);
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        exchange.recordBare(status);
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        exchange.recordBare(SC_FOUND);
        super.sendRedirect(location);
    }
}
