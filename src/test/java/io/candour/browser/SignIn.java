package io.candour.browser;

import com.microsoft.playwright.Page;
import io.candour.demo.DemoTokens;

/** Keycloak's page for names and passwords. */
final class SignIn {
    private SignIn() {}

    static boolean isAskedOf(Visit visit) {
        return visit.page().url().contains("/protocol/openid-connect/auth")
                || visit.page().url().contains("/login-actions/");
    }

    /** Signs in at the page that is shown, and returns when the pages are back. */
    static void as(String account, Visit visit) {
        Page page = visit.page();
        visit.fill(page.locator("#username"), account)
                .fill(page.locator("#password"), DemoTokens.PASSWORD)
                .leaveBy(page.locator("#kc-login"));
    }
}
