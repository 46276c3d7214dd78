package dev.autohttps.ssl;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The SSL bundles of the application without those of the certificates that are kept.
 */
public final class OtherSslBundles implements SslBundles {

	private final SslBundles all;

	private final Set<String> kept;

	/**
	 * Create a new view.
	 * @param all all bundles
	 * @param kept the names to leave out
	 */
	public OtherSslBundles(SslBundles all, Collection<String> kept) {
		this.all = all;
		this.kept = Set.copyOf(kept);
	}

	@Override
	public SslBundle getBundle(String name) {
		return this.all.getBundle(name);
	}

	@Override
	public void addBundleUpdateHandler(String name, Consumer<SslBundle> handler) {
		this.all.addBundleUpdateHandler(name, handler);
	}

	@Override
	public void addBundleRegisterHandler(BiConsumer<String, SslBundle> handler) {
		this.all.addBundleRegisterHandler((name, bundle) -> {
			if (!this.kept.contains(name)) {
				handler.accept(name, bundle);
			}
		});
	}

	@Override
	public List<String> getBundleNames() {
		return this.all.getBundleNames().stream().filter((name) -> !this.kept.contains(name)).toList();
	}

}
