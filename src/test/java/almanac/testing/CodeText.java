package almanac.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The texts that stand in the compiled code of the service.
public final class CodeText {
    private static final Path CLASSES = Path.of("target", "classes", "almanac");
    private static final List<ClassModel> TYPES = types();
    private static final Map<String, MethodModel> METHODS = methods();

    private CodeText() {}

    /// Every text that is a constant somewhere.
    public static Stream<String> constants() {
        return TYPES.stream()
                .flatMap(type -> StreamSupport.stream(type.constantPool().spliterator(), false))
                .filter(StringEntry.class::isInstance)
                .map(entry -> ((StringEntry) entry).stringValue())
                .distinct();
    }

    /// The texts in a method, and in all of the service's that it may call; what is called through an interface is
    /// not followed.
    ///
    /// @param type the name of its class
    /// @param descriptor its parameters and its result, as class files have them
    public static Set<String> within(String type, String name, String descriptor) {
        var texts = new TreeSet<String>();
        var seen = new HashSet<String>();
        var next = new ArrayDeque<String>();
        next.add(key(type.replace('.', '/'), name, descriptor));
        while (!next.isEmpty()) {
            var method = METHODS.get(next.peek());
            if (seen.add(next.remove()) && method != null && method.code().isPresent()) {
                for (var element : method.code().get()) {
                    read(element, texts, next);
                }
            }
        }
        return texts;
    }

    private static void read(CodeElement element, Set<String> texts, ArrayDeque<String> called) {
        switch (element) {
            case LoadConstantInstruction load when load.constantValue() instanceof String text -> texts.add(text);
            case InvokeInstruction call ->
                called.add(key(
                        call.owner().asInternalName(),
                        call.name().stringValue(),
                        call.type().stringValue()));
            case InvokeDynamicInstruction lambda ->
                lambda.bootstrapArgs().stream()
                        .filter(DirectMethodHandleDesc.class::isInstance)
                        .map(DirectMethodHandleDesc.class::cast)
                        .forEach(target -> called.add(key(target)));
            default -> {}
        }
    }

    private static String key(DirectMethodHandleDesc target) {
        var owner = target.owner().descriptorString();
        return key(owner.substring(1, owner.length() - 1), target.methodName(), target.lookupDescriptor());
    }

    private static String key(String owner, String name, String descriptor) {
        return owner + "." + name + descriptor;
    }

    private static Map<String, MethodModel> methods() {
        var methods = new HashMap<String, MethodModel>();
        for (var type : TYPES) {
            for (var method : type.methods()) {
                methods.put(
                        key(
                                type.thisClass().asInternalName(),
                                method.methodName().stringValue(),
                                method.methodType().stringValue()),
                        method);
            }
        }
        return methods;
    }

    private static List<ClassModel> types() {
        try (var files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(CodeText::parse)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
