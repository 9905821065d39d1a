package io.candour.release;

import io.candour.consent.Caller;
import io.candour.identity.Directory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whose accounts those are that something was registered or asked with: somebody with two is still one person. Joins the
 * transaction at hand. Safe for use by many threads.
 */
final class Accounts {
    private static final String STAFF = Directory.SDS_USER_ID + "|";

    private final JdbcTemplate jdbc;

    Accounts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps the staff id of who is about to do what another is to judge. */
    void keep(Caller caller) {
        for (String staff : staff(caller)) {
            jdbc.update(
                    "insert into candour.release_account (id, staff) values (?, ?) on conflict do nothing",
                    caller.id(),
                    staff);
        }
    }

    /**
     * Whether what somebody did was this caller, under this account or another of the same staff id.
     *
     * @param agent {@link Caller#id()} of who did it
     */
    boolean isOwn(String agent, Caller caller) {
        return agent.equals(caller.id())
                || !jdbc.queryForList(
                                "select from candour.release_account where id = ? and staff = any (?)",
                                agent,
                                staff(caller))
                        .isEmpty();
    }

    private static String[] staff(Caller caller) {
        return caller.memberships().stream()
                .filter(name -> name.startsWith(STAFF))
                .toArray(String[]::new);
    }
}
