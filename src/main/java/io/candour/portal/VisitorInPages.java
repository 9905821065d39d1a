package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/** Makes the visitor and what every page needs known to its template. */
final class VisitorInPages implements HandlerInterceptor {
    private final PageSurroundings surroundings;

    VisitorInPages(PageSurroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Arguments.visitor().ifPresent(visitor -> request.setAttribute(Arguments.VISITOR, visitor));
        request.setAttribute("surroundings", surroundings);
        return true;
    }
}
