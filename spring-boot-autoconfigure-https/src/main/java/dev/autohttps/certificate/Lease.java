package dev.autohttps.certificate;

/**
 * The right to be the only one to do a thing, for a while. It ends by itself if it is not
 * renewed in time, or when the process that holds it dies.
 */
public interface Lease extends AutoCloseable {

	/**
	 * Hold on to it for the same while again, counted from now.
	 * @return whether it is still held; {@code false} is final
	 * @throws StoreException if that cannot be told
	 */
	boolean renew();

	/**
	 * Return the store it is of, fenced: what is written through it fails with a
	 * {@link LeaseLostException} once the lease is not held any more, so that one who was
	 * away too long cannot undo the work of the next.
	 * @return the fenced store
	 */
	Store store();

	/**
	 * Give it back. Giving it back twice, or after it was lost, does nothing.
	 */
	@Override
	void close();

}
