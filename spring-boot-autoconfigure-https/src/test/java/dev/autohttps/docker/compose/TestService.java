package dev.autohttps.docker.compose;

import java.io.File;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.DockerComposeFile;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;

/**
 * A service as Docker Compose would tell of it.
 *
 * @param name the name of its container
 * @param published the port of the host by the port of the container
 * @param labels its labels
 * @param composeFile where it is described
 */
record TestService(String name, Map<Integer, Integer> published, Map<String, String> labels,
		DockerComposeFile composeFile) implements RunningService, ConnectionPorts {

	static TestService of(String name, Map<Integer, Integer> published, Map<String, String> labels, File composeFile) {
		return new TestService(name, published, labels, DockerComposeFile.of(composeFile));
	}

	@Override
	public ImageReference image() {
		return ImageReference.of("ghcr.io/letsencrypt/pebble:latest");
	}

	@Override
	public String host() {
		return "localhost";
	}

	@Override
	public ConnectionPorts ports() {
		return this;
	}

	@Override
	public Map<String, @Nullable String> env() {
		return Map.of();
	}

	@Override
	public int get(int containerPort) {
		Integer port = this.published.get(containerPort);
		if (port == null) {
			throw new IllegalStateException("No host port mapping found for container port " + containerPort);
		}
		return port;
	}

	@Override
	public List<Integer> getAll() {
		return List.copyOf(this.published.values());
	}

	@Override
	public List<Integer> getAll(@Nullable String protocol) {
		return getAll();
	}

}
