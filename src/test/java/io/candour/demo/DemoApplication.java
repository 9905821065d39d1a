package io.candour.demo;

/** What {@code mvn spring-boot:test-run} starts. */
public final class DemoApplication {
    private DemoApplication() {}

    public static void main(String[] arguments) throws Exception {
        try {
            Progress.say("Starting PostgreSQL, Keycloak and the server; Ctrl-C stops them");
            DemoStack stack = DemoStack.start(DemoSettings.ofDemo());
            Progress.say(DemoGuide.of(stack));
        } catch (DemoProblem problem) {
            System.err.println(problem.getMessage());
            System.exit(1);
        }
    }
}
