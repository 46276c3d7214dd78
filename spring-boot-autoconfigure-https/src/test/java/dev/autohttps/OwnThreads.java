package dev.autohttps;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs each test in a group of threads, so that those that it begets can be told from
 * those of others, such as contexts that Spring keeps for the tests of other classes.
 */
public final class OwnThreads implements InvocationInterceptor {

	private static final Namespace NAMESPACE = Namespace.create(OwnThreads.class);

	/**
	 * Return the threads that live because of the test that asks.
	 * @param names the pattern of their names
	 * @return the threads
	 */
	public static Set<Thread> alive(String names) {
		ThreadGroup own = Thread.currentThread().getThreadGroup();
		while (own != null && !(own instanceof Group)) {
			own = own.getParent();
		}
		if (own == null) {
			throw new IllegalStateException("This test does not run in a group of its own");
		}
		Group group = (Group) own;
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches(names) && group.has(thread))
			.collect(Collectors.toSet());
	}

	@Override
	public void interceptBeforeEachMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
			ExtensionContext context) throws Throwable {
		run(invocation, context);
	}

	@Override
	public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
			ExtensionContext context) throws Throwable {
		run(invocation, context);
	}

	@Override
	public void interceptTestTemplateMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
			ExtensionContext context) throws Throwable {
		run(invocation, context);
	}

	@Override
	public void interceptAfterEachMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
			ExtensionContext context) throws Throwable {
		run(invocation, context);
	}

	private static void run(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
		Group group = context.getStore(NAMESPACE).computeIfAbsent(Group.class, (key) -> new Group(), Group.class);
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread thread = new Thread(group, () -> {
			try {
				invocation.proceed();
			}
			catch (Throwable ex) {
				thrown.set(ex);
			}
		}, "own");
		thread.setDaemon(true);
		thread.start();
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			// The time of the test is over.
			thread.interrupt();
			throw ex;
		}
		if (thrown.get() != null) {
			throw thrown.get();
		}
	}

	private static final class Group extends ThreadGroup {

		Group() {
			super("own");
		}

		boolean has(Thread thread) {
			ThreadGroup group = thread.getThreadGroup();
			return group != null && parentOf(group) && thread.isAlive();
		}

	}

}
