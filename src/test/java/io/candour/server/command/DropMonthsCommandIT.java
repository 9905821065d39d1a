package io.candour.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.ServerCommand;
import io.candour.demo.Stack;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Old months go by a command with the owner's login, and servers do without it. */
@ExtendWith(Stack.class)
class DropMonthsCommandIT {
    private static final List<String> PARENTS = List.of("access_record", "access_subject", "access_seal");

    @Test
    void monthsThatAreNotKeptAreGoneAfterACheckpointThatSaysSo(DemoStack stack) throws Exception {
        Map<String, String> properties = new TreeMap<>(stack.serverProperties());
        properties.keySet().removeIf(name -> name.contains("journal"));
        properties.put("spring.datasource.url", stack.postgres().emptyDatabase("months"));
        assertThat(ServerCommand.run(properties, "migrate")).isZero();
        JdbcTemplate owner = new JdbcTemplate(new DriverManagerDataSource(
                properties.get("spring.datasource.url"),
                stack.postgres().owner(),
                stack.postgres().password()));
        PARENTS.forEach(parent -> owner.execute("create table candour." + parent + "_2020_01 partition of candour."
                + parent + " for values from ('2020-01-01Z') to ('2020-02-01Z')"));

        assertThat(run(properties)).as("all are kept").isEqualTo(2);
        properties.put("candour.audit.keep-months", "12");
        Map<String, String> serving = new TreeMap<>(properties);
        serving.keySet().removeIf(name -> name.contains("owner"));
        assertThat(run(serving)).as("without the owner").isEqualTo(2);
        Map<String, String> unsigned = new TreeMap<>(properties);
        unsigned.remove("candour.audit.signing-key");
        assertThat(run(unsigned)).as("without the key").isEqualTo(2);
        assertThat(oldMonths(owner)).isEqualTo(PARENTS.size());

        assertThat(run(properties)).isZero();

        assertThat(oldMonths(owner)).isZero();
        assertThat(checkpoints(owner)).isEqualTo(1);
        assertThat(run(properties)).as("again").isZero();
        assertThat(checkpoints(owner)).isEqualTo(1);
    }

    private static int run(Map<String, String> properties) {
        return ServerCommand.run(properties, "drop-months");
    }

    private static Integer oldMonths(JdbcTemplate owner) {
        return owner.queryForObject("select count(*) from pg_class where relname like '%_2020_01'", Integer.class);
    }

    private static Integer checkpoints(JdbcTemplate owner) {
        return owner.queryForObject("select count(*) from candour.access_checkpoint", Integer.class);
    }
}
