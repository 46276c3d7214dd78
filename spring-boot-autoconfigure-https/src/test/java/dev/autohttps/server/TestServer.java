package dev.autohttps.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.autohttps.EchoController;
import dev.autohttps.ReactiveEchoController;
import dev.autohttps.RunningApplication;
import dev.autohttps.TestApplication;

import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * The servers that have to keep the contract, with and without HTTP/2.
 */
public enum TestServer {

	TOMCAT, TOMCAT_HTTP2, JETTY, JETTY_HTTP2, NETTY, NETTY_HTTP2;

	private static final String TOMCAT_SERVER = "org.springframework.boot.tomcat.autoconfigure.%1$s.Tomcat%2$sWebServerAutoConfiguration";

	private static final String JETTY_SERVER = "org.springframework.boot.jetty.autoconfigure.%1$s.Jetty%2$sWebServerAutoConfiguration";

	private static final String NETTY_SERVER = "org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration";

	private static final String MANAGEMENT = "org.springframework.boot.%1$s.autoconfigure.actuate.web.server.%2$sManagementContextAutoConfiguration";

	/**
	 * The servers to test: all, unless {@code test.servers} says how their names begin.
	 */
	static List<TestServer> tested() {
		return Arrays.stream(values()).filter((one) -> one.is(System.getProperty("test.servers", ""))).toList();
	}

	boolean http2() {
		return name().endsWith("_HTTP2");
	}

	boolean is(String server) {
		return name().startsWith(server);
	}

	public boolean reactive() {
		return is("NETTY");
	}

	/**
	 * The properties that make an application run on this server.
	 */
	public List<String> properties() {
		List<String> excluded = new ArrayList<>();
		if (!is("TOMCAT")) {
			excluded.add(TOMCAT_SERVER.formatted("servlet", "Servlet"));
			excluded.add(MANAGEMENT.formatted("tomcat", "TomcatServlet"));
			excluded.add(MANAGEMENT.formatted("tomcat", "TomcatReactive"));
			excluded.add(TOMCAT_SERVER.formatted("reactive", "Reactive"));
		}
		if (!is("JETTY")) {
			excluded.add(JETTY_SERVER.formatted("servlet", "Servlet"));
			excluded.add(MANAGEMENT.formatted("jetty", "JettyServlet"));
			excluded.add(MANAGEMENT.formatted("jetty", "JettyReactive"));
			excluded.add(JETTY_SERVER.formatted("reactive", "Reactive"));
		}
		if (!is("NETTY")) {
			excluded.add(NETTY_SERVER);
			excluded.add(MANAGEMENT.formatted("reactor.netty", "NettyReactive"));
		}
		return List.of("spring.autoconfigure.exclude=" + String.join(",", excluded),
				"spring.main.web-application-type=" + (reactive() ? "reactive" : "servlet"),
				"server.http2.enabled=" + http2(), "server.tomcat.max-keep-alive-requests=-1",
				"spring.reactor.netty.shutdown-quiet-period=0s");
	}

	/**
	 * Let the application of a test run on this server.
	 */
	public void register(DynamicPropertyRegistry registry) {
		properties().forEach((property) -> {
			String[] parts = property.split("=", 2);
			registry.add(parts[0], () -> parts[1]);
		});
	}

	RunningApplication start(Path store, String... more) {
		return startWith(store, TestApplication.class, more);
	}

	RunningApplication startWith(Path store, Class<?> application, String... more) {
		List<String> properties = new ArrayList<>(properties());
		properties.addAll(List.of(more));
		return RunningApplication.start(store,
				List.of(application, reactive() ? ReactiveEchoController.class : EchoController.class),
				properties.toArray(String[]::new));
	}

}
