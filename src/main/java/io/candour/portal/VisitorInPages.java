package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/** Makes the visitor known to each page's template. */
final class VisitorInPages implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Arguments.visitor().ifPresent(visitor -> request.setAttribute(Arguments.VISITOR, visitor));
        return true;
    }
}
