package com.example.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * The whole scene to look at, with certificates that live for two minutes: so that a
 * renewal goes by while one looks.
 */
public class TestGatewayApplication {

	private static final Path FOLDER = Path.of("target/scene");

	private static final ScenePorts PORTS = new ScenePorts(8443, 8080, 8081, 9001, 9002, 9003);

	public static void main(String[] args) throws IOException {
		Scene scene = Scene.start(PORTS, FOLDER, Duration.ofMinutes(2));
		Path root = FOLDER.resolve("root.pem");
		Files.copy(scene.pebble().rootPem(), root, StandardCopyOption.REPLACE_EXISTING);
		System.out.println("The scene is up. Pebble's root is at " + root.toAbsolutePath());
		for (String name : new String[] { "shop", "blog", "api" }) {
			System.out.println("Try: curl --cacert " + root.toAbsolutePath() + " " + scene.url(name, "/seen"));
		}
	}

}
