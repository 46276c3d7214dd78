package dev.autohttps.certificate;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The validated and normalized set of names that one certificate is for. Two are equal
 * when they hold the same names, in whatever order.
 */
public final class Domains implements Iterable<Domain> {

	private final Set<Domain> domains;

	private Domains(Set<Domain> domains) {
		this.domains = domains;
	}

	/**
	 * Read names as a person writes them.
	 * @param texts the names, the first of which is the one shown where there is room for
	 * one
	 * @return the domains
	 * @throws InvalidDomainException if there are none, if one cannot be in a
	 * certificate, or if one is there twice
	 */
	public static Domains of(Collection<String> texts) {
		if (texts.isEmpty()) {
			throw new InvalidDomainException("", "names no domain: a certificate needs at least one");
		}
		Set<Domain> domains = new LinkedHashSet<>();
		for (String text : texts) {
			Domain domain = Domain.parse(text);
			if (!domains.add(domain)) {
				throw new InvalidDomainException(text, "is there twice: name it once");
			}
		}
		return new Domains(domains);
	}

	/**
	 * Read names as a person writes them.
	 * @param texts the names
	 * @return the domains
	 * @throws InvalidDomainException as {@link #of(Collection)} does
	 */
	public static Domains of(String... texts) {
		return of(List.of(texts));
	}

	/**
	 * Return the first name as it was listed.
	 * @return the first name
	 */
	public Domain first() {
		return this.domains.iterator().next();
	}

	/**
	 * Return the names in the order in which they were listed.
	 * @return the names
	 */
	public List<String> names() {
		return stream().map(Domain::name).toList();
	}

	/**
	 * Return whether one of the names serves a host.
	 * @param host a host as {@link Domain#normalize(String)} returns it
	 * @return whether one does
	 */
	public boolean covers(String host) {
		return any((domain) -> domain.covers(host));
	}

	/**
	 * Return whether a predicate holds for one of the names.
	 * @param predicate what to look for
	 * @return whether one was found
	 */
	public boolean any(Predicate<Domain> predicate) {
		return stream().anyMatch(predicate);
	}

	/**
	 * Return the names as a stream, in the order in which they were listed.
	 * @return the names
	 */
	public Stream<Domain> stream() {
		return this.domains.stream();
	}

	@Override
	public Iterator<Domain> iterator() {
		return List.copyOf(this.domains).iterator();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Domains that && this.domains.equals(that.domains);
	}

	@Override
	public int hashCode() {
		return this.domains.hashCode();
	}

	@Override
	public String toString() {
		return String.join(", ", names());
	}

}
