package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoPostgres;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.actuate.health.HealthEndpointGroups;
import org.springframework.boot.actuate.health.Status;

/** F23: records are kept in the region that was promised, or the server is not ready. */
@ExtendWith(Stack.class)
class StorageRegionHealthIT {

    @Test
    void aDatabaseElsewhereThanDeclaredIsNotReady(DemoStack stack) throws Exception {
        PGSimpleDataSource database = database(stack.postgres());

        assertThat(status(database, "")).isEqualTo(Status.UP);
        assertThat(status(database, "gb-1")).isEqualTo(Status.OUT_OF_SERVICE);
        stack.postgres().setting("region", "candour.region", "gb-1");
        assertThat(status(database, "gb-1")).isEqualTo(Status.UP);
        stack.postgres().setting("region", "candour.region", "elsewhere-1");
        assertThat(status(database, "gb-1")).isEqualTo(Status.OUT_OF_SERVICE);
        database.setPortNumbers(new int[] {1});
        assertThat(status(database, "gb-1")).isEqualTo(Status.DOWN);
    }

    @Test
    void readinessLooksAtIt(DemoStack stack) {
        HealthEndpointGroups groups = stack.server().getBean(HealthEndpointGroups.class);

        assertThat(groups.get("readiness")).satisfies(readiness -> assertThat(readiness.isMember("storageRegion"))
                .isTrue());
    }

    private static PGSimpleDataSource database(DemoPostgres postgres) throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(postgres.emptyDatabase("region"));
        database.setUser(postgres.owner());
        return database;
    }

    private static Status status(PGSimpleDataSource database, String declared) {
        return new StorageRegionHealth(database, declared).health().getStatus();
    }
}
