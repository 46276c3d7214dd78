package dev.autohttps.certificate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The one mutable cell: what is being served at this moment. Reading takes no lock. What
 * was replaced can be looked up by its alias for another minute, because a handshake asks
 * for alias, key and chain one after the other.
 */
public final class LiveCertificates {

	private static final Duration RETIREMENT = Duration.ofMinutes(1);

	private final InstantSource clock;

	private final List<Consumer<CertificateId>> listeners = new CopyOnWriteArrayList<>();

	private final List<Runnable> forgetful = new CopyOnWriteArrayList<>();

	private final Map<String, Retired> retired = new ConcurrentHashMap<>();

	private volatile CertificateIndex current = CertificateIndex.EMPTY;

	public LiveCertificates(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Return what is being served.
	 * @return an immutable snapshot
	 */
	public CertificateIndex current() {
		return this.current;
	}

	/**
	 * Return a certificate that is being served or was until a minute ago.
	 * @param alias as {@link ServerCertificate#alias()} returns it
	 * @return the certificate, or {@code null} if the alias is not known
	 */
	public @Nullable ServerCertificate byAlias(String alias) {
		LiveCertificate live = this.current.byAlias(alias);
		if (live != null) {
			return live.certificate();
		}
		Retired former = this.retired.get(alias);
		return (former != null && former.until() >= this.clock.millis()) ? former.certificate() : null;
	}

	/**
	 * Say which name answers clients that ask for none or for one that is not known.
	 * @param name the configured name, or {@code null} for none
	 */
	public void setDefault(@Nullable String name) {
		change((index) -> index.withDefault(name));
	}

	/**
	 * Serve a certificate from now on, in place of the one that had its id.
	 * @param certificate the certificate
	 */
	public void replace(LiveCertificate certificate) {
		change((index) -> index.with(certificate));
		this.listeners.forEach((listener) -> listener.accept(certificate.id()));
	}

	/**
	 * Stop serving a certificate.
	 * @param id which one
	 */
	public void remove(CertificateId id) {
		change((index) -> index.without(id));
		this.listeners.forEach((listener) -> listener.accept(id));
	}

	/**
	 * Forget a certificate that is not served any more since others may have its key: it
	 * is not looked up for another minute either.
	 * @param certificate the certificate
	 */
	public void forget(ServerCertificate certificate) {
		this.retired.remove(certificate.alias());
		this.forgetful.forEach(Runnable::run);
	}

	/**
	 * Be told when a certificate is forgotten, so that nothing is gone on with that was
	 * begun under its key.
	 * @param listener called after the certificate was forgotten, in the thread that
	 * wanted it; it must not throw
	 */
	public void onForget(Runnable listener) {
		this.forgetful.add(listener);
	}

	/**
	 * Be told of each change.
	 * @param listener called with what was changed, after the change, in the thread that
	 * made it; it must not throw
	 */
	public void onChange(Consumer<CertificateId> listener) {
		this.listeners.add(listener);
	}

	private synchronized void change(UnaryOperator<CertificateIndex> change) {
		CertificateIndex before = this.current;
		long now = this.clock.millis();
		CertificateIndex after = change.apply(before);
		for (LiveCertificate certificate : before.all()) {
			String alias = certificate.certificate().alias();
			if (after.byAlias(alias) == null) {
				this.retired.put(alias, new Retired(certificate.certificate(), now + RETIREMENT.toMillis()));
			}
		}
		this.current = after;
		this.retired.values().removeIf((former) -> former.until() < now);
	}

	private record Retired(ServerCertificate certificate, long until) {

	}

}
