package almanac.event.freebusy;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// When a person is taken, within a window.
///
/// @param email the address as it was asked for
/// @param busy by their start; empty where the times are not shared
/// @param shared false if no account has the address, or the caller may not ask about it
@RegisterForReflection
record PersonTimes(String email, List<BusySpan> busy, boolean shared) {}
