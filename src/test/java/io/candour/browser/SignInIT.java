package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way in and out. */
@ExtendWith({Browsing.class, Stack.class})
class SignInIT {
    private final DemoStack stack;
    private final Visits visits;

    SignInIT(Browser browser, DemoStack stack) {
        this.stack = stack;
        this.visits = new Visits(browser, stack);
    }

    @Story
    void signingInAndOut_whenOver_thenTheNextOneMustSignIn(Way way) {
        try (Visit visit = visits.stranger(way).open("/")) {
            visit.isAt("Your health record").look("front").press("Sign in");
            SignIn.as("patient", visit);
            assertThat(visit.path()).isEqualTo("/record/me");
            visit.sees("Signed in as " + name("patient")).press("Sign out");

            assertThat(visit.path()).isEqualTo("/signed-out");
            visit.isAt("You have signed out").look("signed-out").misses("Signed in as");
            visit.open("/home");
            assertThat(SignIn.isAskedOf(visit)).as("a password is asked for").isTrue();
        }
    }

    @Story
    void aLinkToAPage_whenFollowedByAStranger_thenTheySignInAndGetThere(Way way) {
        try (Visit visit = visits.stranger(way).open("/staff/nowhere?a=b")) {
            SignIn.as("gp", visit);

            assertThat(visit.path()).isEqualTo("/staff/nowhere?a=b");
            assertThat(visit.status()).isEqualTo(404);
            visit.isAt("There is nothing here").look("not-found");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "patient, /staff",
        "patient, /guardian",
        "gp, /record/me",
        "gp, /guardian",
        "guardian, /staff",
        "auditor, /record/me",
        "auditor, /research",
        "researcher, /whose"
    })
    void aPageOfAnotherKindOfVisitor_whenAskedFor_thenTheyAreToldSo(String account, String path) {
        try (Visit visit = visits.signedIn(account, Way.MOUSE_AND_SCRIPT).open(path)) {
            assertThat(visit.status()).isEqualTo(403);
            visit.isAt("This page is not for your account").look("not-allowed");
        }
    }

    @Story
    void aResearcher_whenSignedIn_thenCanSignOut(Way way) {
        try (Visit visit = visits.afresh("researcher", way)) {
            visit.isAt("Your programmes and questions").press("Sign out");
            visit.isAt("You have signed out");
        }
    }

    @Test
    void whoWasSignedOutForDoingNothing_whenBack_thenToldWhy() {
        try (Visit visit = visits.stranger(Way.MOUSE_AND_SCRIPT).open("/timed-out")) {
            visit.isAt("We signed you out").look("timed-out");
        }
    }

    private String name(String account) {
        return stack.cast()
                .part(account)
                .map(part -> part.given() + " " + part.family())
                .orElseThrow();
    }
}
