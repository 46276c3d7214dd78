package com.example.backend;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import jakarta.annotation.PreDestroy;

/**
 * Sends an event each half second until nobody listens any more.
 */
@RestController
class EventsController {

	private static final long PERIOD = 500;

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	@GetMapping("/events")
	SseEmitter events() {
		SseEmitter emitter = new SseEmitter(0L);
		AtomicInteger number = new AtomicInteger();
		Future<?> ticks = this.clock.scheduleAtFixedRate(() -> send(emitter, number.incrementAndGet()), 0, PERIOD,
				TimeUnit.MILLISECONDS);
		emitter.onCompletion(() -> ticks.cancel(false));
		return emitter;
	}

	private static void send(SseEmitter emitter, int number) {
		try {
			emitter.send(SseEmitter.event().id(String.valueOf(number)).data(Instant.now()));
		}
		catch (IOException | IllegalStateException ex) {
			emitter.completeWithError(ex);
		}
	}

	@PreDestroy
	void stop() {
		this.clock.shutdownNow();
	}

}
