import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/// Prints where a recording of the JDK's flight recorder has its samples: the frames that ran, and the frames of
/// Almanac that were anywhere in the stack.
///
/// ```
/// java src/bench/Frames.java RECORDING
/// ```
public class Frames {
    private static final int LINES = 12;

    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Integer> own = new HashMap<>();
    private int samples;

    public static void main(String... arguments) throws IOException {
        var frames = new Frames();
        try (var recording = new RecordingFile(Path.of(arguments[0]))) {
            while (recording.hasMoreEvents()) {
                var event = recording.readEvent();
                // Native samples are of threads that wait in the kernel as well as of those that work there.
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    frames.take(event.getStackTrace());
                }
            }
        }
        frames.print("running", frames.running);
        frames.print("in the stack, of Almanac", frames.own);
    }

    private void take(RecordedStackTrace stack) {
        samples++;
        running.merge(name(stack.getFrames().getFirst()), 1, Integer::sum);
        var seen = new HashSet<String>();
        for (var frame : stack.getFrames()) {
            var name = name(frame);
            if (name.startsWith("almanac.") && !name.contains("$$Lambda") && seen.add(name)) {
                own.merge(name, 1, Integer::sum);
            }
        }
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private void print(String title, Map<String, Integer> counts) {
        System.out.printf("  %s (%d samples)%n", title, samples);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(LINES)
                .forEach(entry -> System.out.printf("  %5.1f %%  %s%n", 100.0 * entry.getValue() / samples, entry.getKey()));
    }
}
