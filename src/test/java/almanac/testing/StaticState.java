package almanac.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.FileDescriptor;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Selector;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jboss.logging.Logger;

/// The static state of classes after their initialisation, searched for what a native image cannot keep:
/// a buffer, a thread, a socket, a random generator, an open file, the time of the build, or an object or
/// a type that holds one.
public final class StaticState {
    private static final List<Class<?>> FORBIDDEN = List.of(
            Buffer.class,
            ByteBuf.class,
            ByteBufAllocator.class,
            MemorySegment.class,
            Arena.class,
            Thread.class,
            Executor.class,
            Timer.class,
            Vertx.class,
            Process.class,
            ProcessHandle.class,
            Socket.class,
            ServerSocket.class,
            DatagramSocket.class,
            HttpClient.class,
            Channel.class,
            Selector.class,
            io.netty.channel.Channel.class,
            InputStream.class,
            OutputStream.class,
            Reader.class,
            Writer.class,
            BaseStream.class,
            FileDescriptor.class,
            RandomAccessFile.class,
            ZipFile.class,
            Random.class,
            RandomGenerator.class,
            Clock.class,
            Instant.class,
            java.util.Date.class,
            Cleaner.class,
            Cleaner.Cleanable.class);

    /// Quarkus makes these anew when the image starts.
    private static final List<Class<?>> NOT_ENTERED = List.of(Class.class, ClassLoader.class, Logger.class);

    private final Set<String> found = new TreeSet<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final String ours;

    private StaticState(String ours) {
        this.ours = ours;
    }

    /// One line for each thing that cannot be kept: the class, the field, the way from there, the type.
    ///
    /// @param ours the package whose types are looked into by their fields
    public static Set<String> unfit(String ours, Stream<Class<?>> classes) {
        var state = new StaticState(ours);
        classes.flatMap(each -> Stream.of(each.getDeclaredFields()))
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> !field.getType().isPrimitive())
                .forEach(state::search);
        return state.found;
    }

    private void search(Field field) {
        var path = field.getDeclaringClass().getName() + "." + field.getName();
        searchType(field.getGenericType(), path, new HashSet<>());
        searchValue(value(field, null), path);
    }

    private void searchValue(Object value, String path) {
        if (value == null || !seen.add(value)) {
            return;
        }
        if (value instanceof ByteBuffer buffer && buffer.isDirect() || isForbidden(value.getClass())) {
            found.add(path + " holds a " + value.getClass().getName());
            return;
        }
        if (NOT_ENTERED.stream().noneMatch(each -> each.isInstance(value))) {
            enter(value, path);
        }
    }

    private void enter(Object value, String path) {
        switch (value) {
            case Collection<?> items -> items.forEach(item -> searchValue(item, path + "[]"));
            case Map<?, ?> map ->
                map.forEach((key, item) -> {
                    searchValue(key, path + "[key]");
                    searchValue(item, path + "[value]");
                });
            case Map.Entry<?, ?> entry -> {
                searchValue(entry.getKey(), path + "[key]");
                searchValue(entry.getValue(), path + "[value]");
            }
            case Object[] items -> Stream.of(items).forEach(item -> searchValue(item, path + "[]"));
            case Optional<?> optional -> searchValue(optional.orElse(null), path);
            case Reference<?> reference -> searchValue(reference.get(), path);
            case AtomicReference<?> reference -> searchValue(reference.get(), path);
            case AtomicReferenceArray<?> items ->
                IntStream.range(0, items.length()).forEach(index -> searchValue(items.get(index), path + "[]"));
            case CompletableFuture<?> future
            when future.isDone() && !future.isCompletedExceptionally() -> searchValue(future.join(), path);
            default ->
                fields(value.getClass())
                        .forEach(field -> searchValue(value(field, value), path + "." + field.getName()));
        }
    }

    /// What may be put there later counts too: the declared types, and those of their fields.
    private void searchType(Type type, String path, Set<Class<?>> entered) {
        switch (type) {
            case ParameterizedType generic -> {
                searchType(generic.getRawType(), path, entered);
                for (var argument : generic.getActualTypeArguments()) {
                    searchType(argument, path, entered);
                }
            }
            case WildcardType wild -> searchType(wild.getUpperBounds()[0], path, entered);
            case GenericArrayType array -> searchType(array.getGenericComponentType(), path, entered);
            case Class<?> array when array.isArray() -> searchType(array.getComponentType(), path, entered);
            case Class<?> plain -> searchClass(plain, path, entered);
            default -> {}
        }
    }

    private void searchClass(Class<?> type, String path, Set<Class<?>> entered) {
        if (isForbidden(type)) {
            found.add(path + " may hold a " + type.getName());
        } else if (type.getName().startsWith(ours) && entered.add(type)) {
            fields(type).forEach(field -> searchType(field.getGenericType(), path + "." + field.getName(), entered));
        }
    }

    private static boolean isForbidden(Class<?> type) {
        return FORBIDDEN.stream().anyMatch(each -> each.isAssignableFrom(type));
    }

    /// Those of an object; what the JDK keeps in its own is closed to reflection, and entered by its methods.
    private static Stream<Field> fields(Class<?> type) {
        return Stream.<Class<?>>iterate(type, each -> each != null, Class::getSuperclass)
                .filter(each ->
                        !each.getName().startsWith("java.") && !each.getName().startsWith("jdk."))
                .flatMap(each -> Stream.of(each.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .filter(field -> !field.getType().isPrimitive())
                .filter(AccessibleObject::trySetAccessible);
    }

    private static Object value(Field field, Object of) {
        try {
            return field.trySetAccessible() ? field.get(of) : null;
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
