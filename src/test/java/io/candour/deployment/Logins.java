package io.candour.deployment;

import java.util.List;

/** The roles that README's Deploy has an administrator make, and who owns what. */
final class Logins {
    static final String OWNER = "candour";

    /** Without passwords: only loopback is listened on, and there everybody is trusted. */
    static final List<String> SQL = List.of(
            "create role candour_serving nologin",
            "create role candour_auditing nologin",
            "create role candour_journaling nologin",
            "create role candour login",
            "create role candour_server login in role candour_serving",
            "create role auditor login in role candour_auditing");

    private Logins() {}
}
