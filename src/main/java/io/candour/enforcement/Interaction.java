package io.candour.enforcement;

import io.candour.identity.SmartScopes.Permission;
import java.util.Optional;

/** What a request wants done; codes of FHIR's restful-interaction value set. */
enum Interaction {
    READ("read", Permission.READ),
    VREAD("vread", Permission.READ),
    SEARCH_TYPE("search-type", Permission.SEARCH),
    CREATE("create", Permission.CREATE),
    UPDATE("update", Permission.UPDATE),
    PATCH("patch", Permission.UPDATE),
    DELETE("delete", Permission.DELETE),
    /** Of one item. */
    HISTORY("history-instance", Permission.READ),
    CAPABILITIES("capabilities", null),
    /** A batch or transaction; its entries are checked one by one. */
    BUNDLE("batch", null),
    OPERATION("operation", null),
    /** Nothing that FHIR names, or that this server answers to anybody. */
    OTHER("unparsed", null);

    private final String code;
    private final Optional<Permission> permission;

    Interaction(String code, @org.jspecify.annotations.Nullable Permission permission) {
        this.code = code;
        this.permission = Optional.ofNullable(permission);
    }

    String code() {
        return code;
    }

    /** What a scope must allow for it; empty where scopes do not speak of it. */
    Optional<Permission> permission() {
        return permission;
    }
}
