package dev.autohttps.test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * Pebble's programs as containers that share this machine's network, so that they are
 * reached at the same loopback addresses as processes and reach the tests there.
 */
final class DockerPrograms implements PebblePrograms {

	private static final String REGISTRY = "ghcr.io/letsencrypt/";

	static PebblePrograms find() {
		if (!System.getProperty("os.name").startsWith("Linux")) {
			throw new PebbleUnavailableException("containers share the network of Linux only");
		}
		try {
			if (DockerClientFactory.instance().isDockerAvailable()) {
				return new DockerPrograms();
			}
		}
		catch (RuntimeException | LinkageError ex) {
			throw new PebbleUnavailableException("no Docker engine: " + ex.getMessage());
		}
		throw new PebbleUnavailableException("no Docker engine");
	}

	@Override
	public RunningProgram run(String program, List<String> arguments, Map<String, String> environment, Path folder,
			Consumer<String> lines) {
		GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(REGISTRY + program + ":latest"));
		container.withNetworkMode("host");
		container.withCopyFileToContainer(MountableFile.forHostPath(folder), folder.toString());
		container.withEnv(environment);
		container.withCommand(arguments.toArray(String[]::new));
		container.withLogConsumer((frame) -> frame.getUtf8String().lines().forEach(lines));
		container.start();
		return new Container(container);
	}

	/**
	 * A container as a running program.
	 *
	 * @param container the container
	 */
	private record Container(GenericContainer<?> container) implements RunningProgram {

		@Override
		public boolean isRunning() {
			return this.container.isRunning();
		}

		@Override
		public void stop() {
			this.container.stop();
		}

		@Override
		public void suspend() {
			this.container.getDockerClient().pauseContainerCmd(this.container.getContainerId()).exec();
		}

		@Override
		public void resume() {
			this.container.getDockerClient().unpauseContainerCmd(this.container.getContainerId()).exec();
		}

	}

}
