package io.candour.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;

/** A form counts once. */
class SentOnceTest {
    private final SentOnce once = new SentOnce();
    private final MockHttpSession session = new MockHttpSession();

    private MockHttpServletRequest form(String field) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/record/me/choices");
        request.setSession(session);
        request.setParameter(SentOnce.FIELD, field);
        return request;
    }

    private static MockHttpServletResponse ledTo(String location) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        response.setStatus(303);
        response.setHeader("Location", location);
        return response;
    }

    @Test
    void sentTwice_leadsWhereTheFirstLed() throws Exception {
        MockHttpServletRequest first = form("a");
        assertThat(once.preHandle(first, new MockHttpServletResponse(), this)).isTrue();
        once.afterCompletion(first, ledTo("/receipt/1"), this, null);

        MockHttpServletResponse second = new MockHttpServletResponse();
        assertThat(once.preHandle(form("a"), second, this)).isFalse();

        assertThat(second.getStatus()).isEqualTo(303);
        assertThat(second.getHeader("Location")).isEqualTo("/receipt/1");
        assertThat(once.preHandle(form("b"), new MockHttpServletResponse(), this))
                .isTrue();
    }

    @Test
    void sentTwiceAtOnce_theSecondWaits() throws Exception {
        MockHttpServletRequest first = form("a");
        assertThat(once.preHandle(first, new MockHttpServletResponse(), this)).isTrue();
        MockHttpServletResponse second = new MockHttpServletResponse();
        CompletableFuture<Boolean> handled = CompletableFuture.supplyAsync(() -> {
            try {
                return once.preHandle(form("a"), second, this);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Thread.sleep(50);
        assertThat(handled).isNotDone();

        once.afterCompletion(first, ledTo("/receipt/1"), this, null);

        assertThat(handled.get(5, TimeUnit.SECONDS)).isFalse();
        assertThat(second.getHeader("Location")).isEqualTo("/receipt/1");
    }

    @Test
    void shownAgainBecauseSomethingWasWrong_mayBeSentAgain() throws Exception {
        MockHttpServletRequest first = form("a");
        once.preHandle(first, new MockHttpServletResponse(), this);
        once.afterCompletion(first, new MockHttpServletResponse(), this, null);

        assertThat(once.preHandle(form("a"), new MockHttpServletResponse(), this))
                .isTrue();
    }

    @Test
    void ofAnotherVisitor_isAnotherForm() throws Exception {
        MockHttpServletRequest first = form("a");
        once.preHandle(first, new MockHttpServletResponse(), this);
        once.afterCompletion(first, ledTo("/receipt/1"), this, null);
        MockHttpServletRequest other = form("a");
        other.setSession(new MockHttpSession());

        assertThat(once.preHandle(other, new MockHttpServletResponse(), this)).isTrue();
    }
}
