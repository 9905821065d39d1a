package io.candour.server;

import org.springframework.boot.SpringApplication;

public final class Candour {
    private Candour() {}

    public static void main(String[] args) {
        SpringApplication.run(Candour.class, args);
    }
}
