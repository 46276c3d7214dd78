package dev.autohttps.acceptance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import dev.autohttps.autoconfigure.AcmeAutoConfiguration;
import dev.autohttps.autoconfigure.DnsChallengesAutoConfiguration;
import dev.autohttps.autoconfigure.HttpsAutoConfiguration;
import dev.autohttps.autoconfigure.HttpsChallengesAutoConfiguration;
import dev.autohttps.autoconfigure.HttpsWebAutoConfiguration;
import dev.autohttps.autoconfigure.TomcatHttpsAutoConfiguration;
import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.certificate.StoreRecord;
import dev.autohttps.store.file.FileStore;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application in a process of its own, that stands still at a chosen point of its
 * first issuance, says so, and waits to be killed. It has a server and what keeps
 * certificates, and nothing that would take its time to start.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({ PropertyPlaceholderAutoConfiguration.class, SslAutoConfiguration.class,
		TomcatServletWebServerAutoConfiguration.class, HttpsAutoConfiguration.class,
		DnsChallengesAutoConfiguration.class, HttpsChallengesAutoConfiguration.class, HttpsWebAutoConfiguration.class,
		TomcatHttpsAutoConfiguration.class, AcmeAutoConfiguration.class })
public class KilledApplication {

	static final String AT = "STANDS AT ";

	static final String PORT = "LISTENS ON ";

	/**
	 * Followed by the key, and what was saved under it.
	 */
	static final String SAVED = "SAVED ";

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(KilledApplication.class, Stores.class);
		application.addListeners((ApplicationListener<ApplicationReadyEvent>) (event) -> System.out
			.println(PORT + event.getApplicationContext().getEnvironment().getProperty("local.server.port")));
		application.run(args);
	}

	@Configuration(proxyBeanMethods = false)
	static class Stores {

		@Bean
		Store store(@Value("${https.store.directory}") Path directory, @Value("${test.point:none}") String point) {
			return new StandingStill(new FileStore(directory), point);
		}

	}

	/**
	 * Stands still before or after something is saved: {@code before:FINALIZED},
	 * {@code after:certificates} and the like.
	 */
	private record StandingStill(Store store, String point) implements Store {

		@Override
		public @Nullable StoreEntry load(String key) {
			return this.store.load(key);
		}

		@Override
		public String save(String key, byte[] content, @Nullable String expected) {
			stand("before:", key, content);
			String version = this.store.save(key, content, expected);
			System.out.println(SAVED + key + " " + SavedState.of(key, content));
			stand("after:", key, content);
			return version;
		}

		@Override
		public void delete(String key, String expected) {
			this.store.delete(key, expected);
		}

		@Override
		public List<String> list(String prefix) {
			return this.store.list(prefix);
		}

		@Override
		public @Nullable Lease tryLease(String name, Duration duration) {
			Lease lease = this.store.tryLease(name, duration);
			return (lease != null) ? new StandingLease(lease, new StandingStill(lease.store(), this.point)) : null;
		}

		@Override
		public String describe(String key) {
			return this.store.describe(key);
		}

		private void stand(String when, String key, byte[] content) {
			String what = key.substring(0, key.indexOf('/'));
			if (what.equals("issuances")) {
				what = StoreRecord.decode(content).get("step");
			}
			if (this.point.equals(when + what)) {
				System.out.println(AT + this.point);
				while (true) {
					LockSupport.park();
				}
			}
		}

	}

	private record StandingLease(Lease lease, Store store) implements Lease {

		@Override
		public boolean renew() {
			return this.lease.renew();
		}

		@Override
		public void close() {
			this.lease.close();
		}

	}

}
