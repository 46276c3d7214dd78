package dev.autohttps.acme;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The body of an HTTP answer that is not read beyond a size, whoever sends it.
 */
public final class BoundedBody {

	private final int largest;

	private final AtomicBoolean tooLarge = new AtomicBoolean();

	/**
	 * Create a new body.
	 * @param largest the most bytes that it may have
	 */
	public BoundedBody(int largest) {
		this.largest = largest;
	}

	/**
	 * Return what reads it. If it is too large the exchange fails.
	 * @return the subscriber
	 */
	public BodySubscriber<byte[]> subscriber() {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		BodySubscriber<Void> reader = BodySubscribers.ofByteArrayConsumer((part) -> part.ifPresent((bytes) -> {
			if (body.size() + bytes.length > this.largest) {
				this.tooLarge.set(true);
				throw new IllegalStateException("The answer is too large");
			}
			body.writeBytes(bytes);
		}));
		return BodySubscribers.mapping(reader, (end) -> body.toByteArray());
	}

	/**
	 * Return whether it was found to be too large.
	 * @return whether that is why the exchange failed
	 */
	public boolean isTooLarge() {
		return this.tooLarge.get();
	}

}
