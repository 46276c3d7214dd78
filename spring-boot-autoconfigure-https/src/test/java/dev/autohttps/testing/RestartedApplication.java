package dev.autohttps.testing;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.autohttps.TestApplication;
import dev.autohttps.renewal.CertificateRegistry;
import dev.autohttps.renewal.CertificateStatus;

import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application that DevTools restarts, and which tells about itself.
 */
public final class RestartedApplication {

	private RestartedApplication() {
	}

	public static void main(String[] args) {
		SpringApplication.run(Application.class, args);
	}

	/**
	 * What it is made of.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(TestApplication.class)
	static class Application {

		@Bean
		Facts facts(CertificateRegistry certificates) {
			return new Facts(certificates);
		}

	}

	/**
	 * Tells which start this is, and what is left of those before.
	 */
	@RestController
	static class Facts {

		private static final String KEY = "test.starts";

		private final CertificateRegistry certificates;

		private final List<WeakReference<ClassLoader>> starts;

		@SuppressWarnings("unchecked")
		Facts(CertificateRegistry certificates) {
			this.certificates = certificates;
			// Kept by a class of the JDK, and so from one start to the next.
			this.starts = (List<WeakReference<ClassLoader>>) System.getProperties()
				.computeIfAbsent(KEY, (key) -> new CopyOnWriteArrayList<>());
			this.starts.add(new WeakReference<>(CertificateRegistry.class.getClassLoader()));
		}

		@GetMapping("/facts")
		Map<String, Object> facts() {
			System.gc();
			Set<Thread> threads = Thread.getAllStackTraces().keySet();
			CertificateStatus status = this.certificates.list().get(0);
			Map<String, Object> facts = new TreeMap<>();
			facts.put("starts", this.starts.size());
			facts.put("loaders", this.starts.stream().filter((one) -> one.get() != null).count());
			facts.put("restarting", CertificateRegistry.class.getClassLoader() != ClassLoader.getSystemClassLoader());
			facts.put("threads",
					threads.stream()
						.map(Thread::getName)
						.filter((name) -> name.matches("https-(\\d+|records-\\d+|dns-\\d+)"))
						.count());
			facts.put("serial", status.live().certificate().serial());
			facts.put("names", status.live().certificate().names());
			return facts;
		}

	}

}
