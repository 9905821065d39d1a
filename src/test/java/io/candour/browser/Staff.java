package io.candour.browser;

import io.candour.demo.DemoStack;
import java.time.LocalDate;

/** What staff do in several stories. */
final class Staff {
    private Staff() {}

    /** Looks for the person of an account, as they would tell who they are; the next page is whatever comes of it. */
    static Visit find(Visit staff, DemoStack stack, String account) {
        return identify(staff.open("/staff"), stack, account).press("Find the record");
    }

    /** Fills in who it is about. */
    static Visit identify(Visit staff, DemoStack stack, String account) {
        return staff.write("NHS number", stack.cast().attribute(account, "nhs_number"))
                .date("birthDate", LocalDate.parse(stack.cast().attribute(account, "birthdate")));
    }
}
