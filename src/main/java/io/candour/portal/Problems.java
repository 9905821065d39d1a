package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Turns whatever a page throws into the page that helps. Other paths' failures are left to who answers those. */
@ControllerAdvice
class Problems {
    private static final Logger LOGGER = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ModelAndView refused(FhirRefused refused) {
        return page(refused.strongerSignIn() ? Problem.STRONGER : Problem.of(refused.status()));
    }

    @ExceptionHandler
    ModelAndView noRecord(RecordPages.NoRecord none) {
        return page(Problem.NO_RECORD);
    }

    @ExceptionHandler
    ModelAndView away(IssuerAway away) {
        LOGGER.warn("A visitor waits for the issuer: {}", away.getMessage());
        return page(Problem.AWAY);
    }

    /** The visit is over here as well; where a page was asked for, signing in leads back to it. */
    @ExceptionHandler
    ModelAndView signInAgain(SignInAgain again, HttpServletRequest request) {
        Optional.ofNullable(request.getSession(false)).ifPresent(session -> {
            session.removeAttribute(Tokens.IN_SESSION);
            session.invalidate();
        });
        SecurityContextHolder.clearContext();
        request.removeAttribute(Arguments.VISITOR);
        if (!SignIn.isReading(request)) {
            return page(Problem.EXPIRED);
        }
        SignIn.keepGoal(request);
        return new ModelAndView("redirect:" + Paths.SIGN_IN);
    }

    @ExceptionHandler
    ModelAndView other(Exception failure, HttpServletRequest request) throws Exception {
        if (!Paths.ofPages(request)) {
            throw failure;
        }
        if (failure instanceof ErrorResponse said) {
            HttpStatusCode status = said.getStatusCode();
            return page(Problem.of(status.value()));
        }
        LOGGER.error("A page failed", failure);
        return page(Problem.FAILED);
    }

    static ModelAndView page(Problem problem) {
        ModelAndView page = new ModelAndView("portal/problem");
        page.setStatus(HttpStatusCode.valueOf(problem.status()));
        page.addObject("problem", problem);
        // Where nothing is at an address, no interceptor has been.
        Arguments.visitor().ifPresent(visitor -> page.addObject(Arguments.VISITOR, visitor));
        return page;
    }
}
