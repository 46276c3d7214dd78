package dev.autohttps.acme;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import dev.autohttps.acme.CaExchange.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of one CA, learned from what it says: of which kind each is, and how many at
 * most are remembered.
 */
final class CaResources {

	private static final int MOST = 1000;

	private static final Map<String, Kind> DIRECTORY = Map.of("newNonce", Kind.NEW_NONCE, "newAccount",
			Kind.NEW_ACCOUNT, "newOrder", Kind.NEW_ORDER, "revokeCert", Kind.REVOKE, "keyChange", Kind.KEY_CHANGE);

	private final String directory;

	private final Map<String, Kind> entrances = new LinkedHashMap<>();

	private final Map<String, Kind> known = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Kind> eldest) {
			return size() > MOST;
		}

	};

	private @Nullable String renewalInfo;

	CaResources(URI directory) {
		this.directory = directory.toString();
	}

	/**
	 * Return of which kind a URL is, {@link Kind#OTHER} if that is not known.
	 */
	synchronized Kind kind(URI uri) {
		String url = uri.toString();
		if (url.equals(this.directory)) {
			return Kind.DIRECTORY;
		}
		Kind entrance = this.entrances.get(url);
		if (entrance != null) {
			return entrance;
		}
		if (this.renewalInfo != null && url.startsWith(this.renewalInfo)) {
			return Kind.RENEWAL_INFO;
		}
		return this.known.getOrDefault(url, Kind.OTHER);
	}

	synchronized void accountAt(String url) {
		put(url, Kind.ACCOUNT);
	}

	/**
	 * Learn from an answer.
	 * @return of which kind it is
	 */
	synchronized Kind learn(CaAnswer answer) {
		Kind kind = kind(answer.uri());
		if (kind == Kind.OTHER) {
			kind = answer.shape();
			if (kind != Kind.OTHER) {
				put(answer.uri().toString(), kind);
			}
		}
		switch (kind) {
			case DIRECTORY -> enter(answer);
			case NEW_ACCOUNT -> put(answer.location(), Kind.ACCOUNT);
			case NEW_ORDER -> {
				put(answer.location(), Kind.ORDER);
				order(answer);
			}
			case ORDER, FINALIZE -> order(answer);
			case AUTHORIZATION -> put(answer.urls("challenges", "url"), Kind.CHALLENGE);
			default -> {
			}
		}
		return kind;
	}

	private void enter(CaAnswer answer) {
		DIRECTORY.forEach((name, kind) -> {
			String url = answer.url(name);
			if (url != null) {
				this.entrances.put(url, kind);
			}
		});
		String prefix = answer.url("renewalInfo");
		if (prefix != null) {
			this.renewalInfo = prefix.endsWith("/") ? prefix : prefix + "/";
		}
	}

	private void order(CaAnswer answer) {
		put(answer.urls("authorizations"), Kind.AUTHORIZATION);
		put(Stream.ofNullable(answer.url("finalize")), Kind.FINALIZE);
		put(Stream.ofNullable(answer.url("certificate")), Kind.CERTIFICATE);
	}

	private void put(@Nullable URI url, Kind kind) {
		if (url != null) {
			put(url.toString(), kind);
		}
	}

	private void put(Stream<String> urls, Kind kind) {
		urls.forEach((url) -> put(url, kind));
	}

	private void put(String url, Kind kind) {
		this.known.put(url, kind);
	}

}
